"""Who writes, as the founder gives it."""

import pytest

from vibe_desktop.domain.changes import Changes
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.work import Work
from vibe_desktop.services.identity import IdentityService
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.identity import IdentityRepository


@pytest.fixture
def service(database: Database) -> IdentityService:
    return IdentityService(identity=IdentityRepository(database))


def test_nothing_is_known_at_first(service: IdentityService, work: Work) -> None:
    assert service.get(work) == Identity()


def test_every_field_becomes_one_line(service: IdentityService, work: Work) -> None:
    written = service.save(
        Identity(
            name=" Ada \n Lovelace ",
            company="Analytical  Engines",
            postal_address="12 St James's Square,\n\n London SW1Y\nUK ",
        ),
        work,
    )
    assert written.value == Identity(
        name="Ada Lovelace",
        company="Analytical Engines",
        postal_address="12 St James's Square, London SW1Y, UK",
    )
    assert written.changes == Changes(identity=True)
    assert service.get(work) == written.value
    assert service.save(written.value, work).changes == Changes()


def test_a_field_that_is_too_long_is_refused(service: IdentityService, work: Work) -> None:
    with pytest.raises(InvalidInput, match="postal address has 301 characters") as caught:
        service.save(Identity(postal_address="x" * 301), work)
    assert caught.value.field == "postal_address"
