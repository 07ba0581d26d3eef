"""Who writes, in the database."""

from sqlalchemy import select, update

from vibe_desktop.domain.identity import Identity
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.database.tables import users
from vibe_desktop.store.identity import IdentityRepository

ADA = Identity(name="Ada Lovelace", company="Engines", postal_address="12 St James's Sq, London")


def test_nobody_has_written_yet(database: Database) -> None:
    assert IdentityRepository(database).get() == Identity()


def test_an_identity_comes_back_and_replaces_the_one_before(database: Database) -> None:
    repository = IdentityRepository(database)
    repository.save(ADA)
    repository.save(Identity(name="Grace"))
    assert repository.get() == Identity(name="Grace")
    with database.read() as connection:
        assert len(connection.execute(select(users)).all()) == 1


def test_other_columns_of_the_user_stay(database: Database) -> None:
    repository = IdentityRepository(database)
    repository.save(ADA)
    with database.write() as connection:
        connection.execute(update(users).values(email="ada@example.com", plan="pro"))
    repository.save(Identity(name="Grace"))
    with database.read() as connection:
        row = connection.execute(select(users)).one()
    assert (row.user_id, row.email, row.plan, row.name) == (
        "local",
        "ada@example.com",
        "pro",
        "Grace",
    )
