"""Background jobs: what Instantly goes on with after it has answered."""

from urllib.parse import quote

from vibe_desktop.domain.background_jobs import BackgroundJob, JobStatus
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import HttpClient
from vibe_desktop.gateways.instantly.reading import Document, document, needed_text, number, text

_WHAT = "a background job"


class BackgroundJobs:
    """`/background-jobs`."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def get(self, job_id: str, work: Work) -> BackgroundJob:
        """How far a job has come.

        Raises:
            Rejected: With status 404: there is none of this id.
        """
        path = f"/api/v2/background-jobs/{quote(job_id, safe='')}"
        return job_of(document(self._http.request_json("GET", path, work=work), _WHAT))


def job_of(item: Document) -> BackgroundJob:
    """The job in an answer; a status of a newer Instantly counts as one that is not over.

    Raises:
        ContractBroken: It has no id.
    """
    status = text(item, "status")
    known = next((one for one in JobStatus if one.value == status), JobStatus.UNKNOWN)
    return BackgroundJob(
        needed_text(item, "id", _WHAT), known, round(number(item, "progress") or 0)
    )
