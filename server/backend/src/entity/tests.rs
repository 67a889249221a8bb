//! What the database itself refuses, and that tables and entities are the same, on both databases.

mod fixture;

use fixture::on_each_database;

#[tokio::test]
async fn db6_every_table_is_as_its_entity_says() {
    on_each_database(async |schema| schema.read_every_entity().await).await;
}
