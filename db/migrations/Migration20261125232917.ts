import { Migration } from '@mikro-orm/migrations';

export class Migration20261125232917 extends Migration {
  override name = 'Migration20261125232917';

  override up(): void | Promise<void> {
    this.addSql(`alter table "order" add "held_key" text generated always as (
CASE (held_reason ->> 'kind'::text)
    WHEN 'no row'::text THEN ('no row:'::text || (held_reason ->> 'method'::text))
    WHEN 'status'::text THEN ('status:'::text || (held_reason ->> 'status'::text))
    ELSE (held_reason ->> 'kind'::text)
END) stored null;`);
    this.addSql(`create index "order_held_index" on "order" ("store_id", "placed_at", "held_key") where "state" = 'held';`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "order_held_index";`);
    this.addSql(`alter table "order" drop column "held_key";`);
  }
}
