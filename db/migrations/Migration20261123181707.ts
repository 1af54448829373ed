import { Migration } from '@mikro-orm/migrations';

export class Migration20261123181707 extends Migration {
  override name = 'Migration20261123181707';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "workspace" ("id" uuid not null, "chat" text not null, "external_id" text not null, "name" text not null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`alter table "workspace" add constraint "workspace_chat_external_id_unique" unique ("chat", "external_id");`);

    this.addSql(
      `create table "channel" ("id" uuid not null, "workspace_id" uuid not null, "key" text not null, "name" text not null, primary key ("id"));`,
    );
    this.addSql(`alter table "channel" add constraint "channel_workspace_id_key_unique" unique ("workspace_id", "key");`);

    this.addSql(
      `create table "store" ("id" uuid not null, "workspace_id" uuid not null, "platform" text not null, "handle" text not null, "name" text not null, "url" text not null, "address_key" text not null, "currency" varchar(3) not null, "time_zone" text not null, "order_prefix" text not null default '', "statuses" jsonb not null default '[]', "alert_channel_id" uuid not null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`alter table "store" add constraint "store_workspace_id_handle_unique" unique ("workspace_id", "handle");`);
    this.addSql(`alter table "store" add constraint "store_workspace_id_address_key_unique" unique ("workspace_id", "address_key");`);

    this.addSql(
      `create table "sync_run" ("id" uuid not null, "store_id" uuid not null, "kind" text not null, "dry_run" boolean not null default false, "days" int null, "since" timestamptz(3) null, "until" timestamptz(3) null, "cursor" text null, "result" jsonb not null, "state" text not null default 'running', "error" text null, "channel_id" uuid null, "started_by" text null, "started_at" timestamptz(3) not null, "finished_at" timestamptz(3) null, primary key ("id"));`,
    );
    this.addSql(`create index "sync_run_store_id_kind_started_at_index" on "sync_run" ("store_id", "kind", "started_at");`);
    this.addSql(`create unique index "sync_run_running_unique" on "sync_run" ("store_id", "kind") where state = 'running';`);

    this.addSql(
      `create table "run_record" ("run_id" uuid not null, "external_id" text not null, "outcome" text not null, "currency" text null, "total" numeric null, primary key ("run_id", "external_id"));`,
    );

    this.addSql(
      `create table "product" ("id" uuid not null, "store_id" uuid not null, "external_id" text not null, "parent_id" text null, "sku" text null, "sku_inherited" boolean not null default false, "title" text not null, "variant" text null, "price" numeric null, "stock" numeric null, "barcode" text null, "active" boolean not null, "edit_url" text null, "updated_at" timestamptz(3) not null, "seen_at" timestamptz(3) not null, "archived_at" timestamptz(3) null, primary key ("id"));`,
    );
    this.addSql(`create index "product_store_id_sku_index" on "product" ("store_id", "sku");`);
    this.addSql(`alter table "product" add constraint "product_store_id_external_id_unique" unique ("store_id", "external_id");`);

    this.addSql(
      `create table "order" ("id" uuid not null, "store_id" uuid not null, "external_id" text not null, "number" text not null, "om_number" text null, "status" text not null, "currency" varchar(3) not null, "total" numeric not null, "payment_method" text not null, "placed_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, "record" json not null, "state" text not null, "held_reason" jsonb null, "imported_at" timestamptz(3) null, "seen_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`create index "order_store_id_state_placed_at_index" on "order" ("store_id", "state", "placed_at");`);
    this.addSql(`alter table "order" add constraint "order_store_id_external_id_unique" unique ("store_id", "external_id");`);

    this.addSql(
      `create table "malformed_record" ("id" uuid not null, "store_id" uuid not null, "kind" text not null, "key" text not null, "number" text null, "reason" text not null, "raw" jsonb not null, "seen_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "malformed_record" add constraint "malformed_record_store_id_kind_key_unique" unique ("store_id", "kind", "key");`,
    );

    this.addSql(
      `create table "connection" ("id" uuid not null, "store_id" uuid not null, "credentials" text not null, "access" jsonb not null, "plain_http" boolean not null default false, "version" text null, "refused" jsonb not null default '[]', "health" text not null default 'green', "health_reason" jsonb null, "health_since" timestamptz(3) not null, "alert_due" boolean not null default false, "failures" int not null default 0, "disabled_by" text null, "checked_at" timestamptz(3) null, "first_synced_at" timestamptz(3) null, "products_synced_at" timestamptz(3) null, "orders_synced_at" timestamptz(3) null, primary key ("id"));`,
    );
    this.addSql(`alter table "connection" add constraint "connection_store_id_unique" unique ("store_id");`);

    this.addSql(
      `create table "conversation" ("id" uuid not null, "workspace_id" uuid not null, "channel_id" uuid not null, "person" text not null, "dialog" text not null, "state" text not null, "version" int not null default 0, "working_until" timestamptz(3) null, "finished_at" timestamptz(3) null, "expires_at" timestamptz(3) not null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );

    this.addSql(
      `create table "message" ("id" bigserial primary key, "channel_id" uuid not null, "key" text not null, "author" text not null, "text" text null, "card" jsonb null, "conversation_id" uuid null, "revision" bigint not null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null);`,
    );
    this.addSql(`create index "message_channel_id_id_index" on "message" ("channel_id", "id");`);
    this.addSql(`alter table "message" add constraint "message_channel_id_key_unique" unique ("channel_id", "key");`);

    this.addSql(
      `alter table "channel" add constraint "channel_workspace_id_foreign" foreign key ("workspace_id") references "workspace" ("id");`,
    );

    this.addSql(
      `alter table "store" add constraint "store_workspace_id_foreign" foreign key ("workspace_id") references "workspace" ("id");`,
    );
    this.addSql(
      `alter table "store" add constraint "store_alert_channel_id_foreign" foreign key ("alert_channel_id") references "channel" ("id");`,
    );

    this.addSql(`alter table "sync_run" add constraint "sync_run_store_id_foreign" foreign key ("store_id") references "store" ("id");`);
    this.addSql(
      `alter table "sync_run" add constraint "sync_run_channel_id_foreign" foreign key ("channel_id") references "channel" ("id") on delete set null;`,
    );

    this.addSql(
      `alter table "run_record" add constraint "run_record_run_id_foreign" foreign key ("run_id") references "sync_run" ("id") on delete cascade;`,
    );

    this.addSql(`alter table "product" add constraint "product_store_id_foreign" foreign key ("store_id") references "store" ("id");`);

    this.addSql(`alter table "order" add constraint "order_store_id_foreign" foreign key ("store_id") references "store" ("id");`);

    this.addSql(
      `alter table "malformed_record" add constraint "malformed_record_store_id_foreign" foreign key ("store_id") references "store" ("id");`,
    );

    this.addSql(
      `alter table "connection" add constraint "connection_store_id_foreign" foreign key ("store_id") references "store" ("id");`,
    );

    this.addSql(
      `alter table "conversation" add constraint "conversation_workspace_id_foreign" foreign key ("workspace_id") references "workspace" ("id");`,
    );
    this.addSql(
      `alter table "conversation" add constraint "conversation_channel_id_foreign" foreign key ("channel_id") references "channel" ("id");`,
    );

    this.addSql(
      `alter table "message" add constraint "message_channel_id_foreign" foreign key ("channel_id") references "channel" ("id");`,
    );
    this.addSql(
      `alter table "message" add constraint "message_conversation_id_foreign" foreign key ("conversation_id") references "conversation" ("id") on delete set null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "channel" drop constraint "channel_workspace_id_foreign";`);
    this.addSql(`alter table "store" drop constraint "store_workspace_id_foreign";`);
    this.addSql(`alter table "conversation" drop constraint "conversation_workspace_id_foreign";`);
    this.addSql(`alter table "store" drop constraint "store_alert_channel_id_foreign";`);
    this.addSql(`alter table "sync_run" drop constraint "sync_run_channel_id_foreign";`);
    this.addSql(`alter table "conversation" drop constraint "conversation_channel_id_foreign";`);
    this.addSql(`alter table "message" drop constraint "message_channel_id_foreign";`);
    this.addSql(`alter table "sync_run" drop constraint "sync_run_store_id_foreign";`);
    this.addSql(`alter table "product" drop constraint "product_store_id_foreign";`);
    this.addSql(`alter table "order" drop constraint "order_store_id_foreign";`);
    this.addSql(`alter table "malformed_record" drop constraint "malformed_record_store_id_foreign";`);
    this.addSql(`alter table "connection" drop constraint "connection_store_id_foreign";`);
    this.addSql(`alter table "run_record" drop constraint "run_record_run_id_foreign";`);
    this.addSql(`alter table "message" drop constraint "message_conversation_id_foreign";`);

    this.addSql(`drop table if exists "workspace" cascade;`);
    this.addSql(`drop table if exists "channel" cascade;`);
    this.addSql(`drop table if exists "store" cascade;`);
    this.addSql(`drop table if exists "sync_run" cascade;`);
    this.addSql(`drop table if exists "run_record" cascade;`);
    this.addSql(`drop table if exists "product" cascade;`);
    this.addSql(`drop table if exists "order" cascade;`);
    this.addSql(`drop table if exists "malformed_record" cascade;`);
    this.addSql(`drop table if exists "connection" cascade;`);
    this.addSql(`drop table if exists "conversation" cascade;`);
    this.addSql(`drop table if exists "message" cascade;`);
  }
}
