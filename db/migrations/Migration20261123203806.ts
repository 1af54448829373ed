import { Migration } from '@mikro-orm/migrations';

export class Migration20261123203806 extends Migration {
  override name = 'Migration20261123203806';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "payment_type" ("id" uuid not null, "workspace_id" uuid not null, "name" text not null, "key" text null, "retired_at" timestamptz(3) null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`create unique index payment_type_name_unique on payment_type (workspace_id, lower(name));`);

    this.addSql(
      `create table "delivery_type" ("id" uuid not null, "workspace_id" uuid not null, "name" text not null, "key" text null, "retired_at" timestamptz(3) null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`create unique index delivery_type_name_unique on delivery_type (workspace_id, lower(name));`);

    this.addSql(
      `create table "payment_mapping" ("id" uuid not null, "store_id" uuid not null, "method" text not null, "handle" text not null, "title" text not null, "statuses" jsonb not null default '[]', "cod" boolean not null default false, "payment_type_id" uuid null, "delivery_type_id" uuid null, "confirmed_at" timestamptz(3) null, "confirmed_by" text null, "by_hand" boolean not null default false, "vanished_at" timestamptz(3) null, "announced_at" timestamptz(3) null, "version" int not null default 0, "saved_in" uuid null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`alter table "payment_mapping" add constraint "payment_mapping_store_id_method_unique" unique ("store_id", "method");`);
    this.addSql(`alter table "payment_mapping" add constraint "payment_mapping_store_id_handle_unique" unique ("store_id", "handle");`);

    this.addSql(
      `create table "change" ("id" bigserial primary key, "workspace_id" uuid not null, "store_id" uuid null, "kind" text not null, "subject" text not null, "before" jsonb not null default '{}', "after" jsonb not null default '{}', "person" text null, "job" text null, "key" text not null, "at" timestamptz(3) not null);`,
    );
    this.addSql(`create index "change_store_id_id_index" on "change" ("store_id", "id");`);
    this.addSql(`create index "change_workspace_id_id_index" on "change" ("workspace_id", "id");`);
    this.addSql(`alter table "change" add constraint "change_key_unique" unique ("key");`);

    // Stores that were there before go on as they did: what is Processing or Completed comes in, and nothing is marked as paid.
    this.addSql(
      `alter table "store" add "settings" jsonb not null default '{"reservations":false,"orderDescriptions":true,"productDescriptions":true,"buyerContact":false,"transferStatus":"received","automatic":5,"payment":"never"}';`,
    );
    this.addSql(`alter table "store" alter "settings" drop default;`);
    this.addSql(
      `alter table "store" add "settings_version" int not null default 0, add "settings_saved_in" uuid null, add "payments_read_at" timestamptz(3) null;`,
    );

    this.addSql(
      `alter table "order" add "imported_in" uuid null, add "paid" boolean null, add "payment_type_id" uuid null, add "delivery_type_id" uuid null, add "cod_amount" numeric null, add "om_status" text null, add "applied" jsonb null, add "history" jsonb not null default '[]';`,
    );
    this.addSql(
      `update "order" set paid = false, om_status = 'received', applied = '{"orderDescriptions":true,"productDescriptions":true,"buyerContact":false}' where state = 'imported';`,
    );
    // An earlier version wrote the empty list as a text.
    this.addSql(`update "store" set statuses = '[]' where jsonb_typeof(statuses) = 'string';`);
    this.addSql(`update "connection" set refused = '[]' where jsonb_typeof(refused) = 'string';`);
    // Runs that go on count by payment from here on.
    this.addSql(`update "run_record" set outcome = 'unpaid' where outcome = 'imported';`);
    this.addSql(`create index "order_store_id_number_index" on "order" ("store_id", "number");`);

    this.addSql(
      `alter table "payment_type" add constraint "payment_type_workspace_id_foreign" foreign key ("workspace_id") references "workspace" ("id");`,
    );

    this.addSql(
      `alter table "delivery_type" add constraint "delivery_type_workspace_id_foreign" foreign key ("workspace_id") references "workspace" ("id");`,
    );

    this.addSql(
      `alter table "payment_mapping" add constraint "payment_mapping_store_id_foreign" foreign key ("store_id") references "store" ("id");`,
    );
    this.addSql(
      `alter table "payment_mapping" add constraint "payment_mapping_payment_type_id_foreign" foreign key ("payment_type_id") references "payment_type" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "payment_mapping" add constraint "payment_mapping_delivery_type_id_foreign" foreign key ("delivery_type_id") references "delivery_type" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "payment_mapping" add constraint "payment_mapping_cod_unpaid" check (not (cod and payment_type_id is not null));`,
    );

    this.addSql(
      `alter table "change" add constraint "change_workspace_id_foreign" foreign key ("workspace_id") references "workspace" ("id");`,
    );
    this.addSql(
      `alter table "change" add constraint "change_store_id_foreign" foreign key ("store_id") references "store" ("id") on delete set null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "payment_mapping" drop constraint "payment_mapping_payment_type_id_foreign";`);
    this.addSql(`alter table "payment_mapping" drop constraint "payment_mapping_delivery_type_id_foreign";`);

    this.addSql(`drop table if exists "payment_type" cascade;`);
    this.addSql(`drop table if exists "delivery_type" cascade;`);
    this.addSql(`drop table if exists "payment_mapping" cascade;`);
    this.addSql(`drop table if exists "change" cascade;`);

    this.addSql(`drop index "order_store_id_number_index";`);
    this.addSql(
      `alter table "order" drop column "imported_in", drop column "paid", drop column "payment_type_id", drop column "delivery_type_id", drop column "cod_amount", drop column "om_status", drop column "applied", drop column "history";`,
    );

    this.addSql(
      `alter table "store" drop column "settings", drop column "settings_version", drop column "settings_saved_in", drop column "payments_read_at";`,
    );
  }
}
