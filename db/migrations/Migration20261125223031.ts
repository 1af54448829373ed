import { Migration } from '@mikro-orm/migrations';

export class Migration20261125223031 extends Migration {
  override name = 'Migration20261125223031';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "receipt" ("key" text not null, "at" timestamptz(3) not null, "done_at" timestamptz(3) null, primary key ("key"));`,
    );
    this.addSql(`create index "receipt_at_index" on "receipt" ("at");`);

    this.addSql(
      `create table "private_link" ("digest" text not null, "conversation_id" uuid not null, "version" int not null, "opened_by" text null, "used_at" timestamptz(3) null, "expires_at" timestamptz(3) not null, "created_at" timestamptz(3) not null, primary key ("digest"));`,
    );
    this.addSql(`create index "private_link_conversation_id_index" on "private_link" ("conversation_id");`);
    this.addSql(`create index "private_link_expires_at_index" on "private_link" ("expires_at");`);

    this.addSql(
      `alter table "workspace" add "installation" text null, add "uninstalled_at" timestamptz(3) null, add "managers" jsonb not null default '[]';`,
    );

    this.addSql(`alter table "channel" add "user_id" text null;`);

    this.addSql(`alter table "connection" add "turned_by" text null, add "alert" jsonb null;`);

    this.addSql(`alter table "conversation" add "user_id" text not null default 'you';`);

    this.addSql(
      `alter table "message" add "thread" text null, add "due" boolean not null default false, add "address" text null, add "sent_at" timestamptz(3) null, add "reposted" boolean not null default false;`,
    );
    this.addSql(`create index "message_due_index" on "message" ("channel_id") where "due";`);

    this.addSql(
      `alter table "private_link" add constraint "private_link_conversation_id_foreign" foreign key ("conversation_id") references "conversation" ("id") on delete cascade;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "receipt" cascade;`);
    this.addSql(`drop table if exists "private_link" cascade;`);

    this.addSql(`alter table "channel" drop column "user_id";`);

    this.addSql(`alter table "connection" drop column "turned_by", drop column "alert";`);

    this.addSql(`alter table "conversation" drop column "user_id";`);

    this.addSql(`drop index "message_due_index";`);
    this.addSql(
      `alter table "message" drop column "thread", drop column "due", drop column "address", drop column "sent_at", drop column "reposted";`,
    );

    this.addSql(`alter table "workspace" drop column "installation", drop column "uninstalled_at", drop column "managers";`);
  }
}
