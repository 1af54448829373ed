import { Migration } from '@mikro-orm/migrations';

export class Migration20261123185947 extends Migration {
  override name = 'Migration20261123185947';

  override up(): void | Promise<void> {
    this.addSql(`create index "message_conversation_id_index" on "message" ("conversation_id");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "message_conversation_id_index";`);
  }
}
