"""Everything that an endpoint may refuse becomes a Problem, in the language of the request's ``lang``."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from marketplace.api.errors import ApiRefusal
from marketplace.api.faults import sentence
from marketplace.api.languages import language_of
from marketplace.api.trail import note
from marketplace.kernel.errors import DomainError
from marketplace.kernel.refusals import facts_of, status_of
from marketplace.kernel.refusals import sentence as sentence_of

_UNAUTHORISED: Final = 401


def register(api: NinjaAPI) -> None:
    """Let ``api`` answer refusals by Problems."""

    def problem(request: HttpRequest, refusal: ApiRefusal) -> HttpResponse:
        body = {"code": refusal.code, "detail": str(refusal.detail), "data": refusal.data}
        return api.create_response(request, body, status=refusal.status)

    @api.exception_handler(ApiRefusal)
    def refuse(request: HttpRequest, refusal: ApiRefusal) -> HttpResponse:
        with translation.override(language_of(request)):
            return problem(request, refusal)

    @api.exception_handler(DomainError)
    def answer(request: HttpRequest, error: DomainError) -> HttpResponse:
        note(request, error)
        with translation.override(language_of(request)):
            return problem(
                request,
                ApiRefusal(status=status_of(error), code=error.code, detail=sentence_of(error), data=facts_of(error)),
            )

    @api.exception_handler(ValidationError)
    def explain(request: HttpRequest, error: ValidationError) -> HttpResponse:
        with translation.override(language_of(request)):
            return problem(request, _not_valid(error.errors))

    @api.exception_handler(AuthenticationError)
    def ask_to_sign_in(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        with translation.override(language_of(request)):
            detail = _("Sign in first.")
            return problem(request, ApiRefusal(status=_UNAUTHORISED, code="sign_in_required", detail=detail))

    @api.exception_handler(HttpError)
    def report(request: HttpRequest, error: HttpError) -> HttpResponse:
        with translation.override(language_of(request)):
            detail = _("This request cannot be read. Send JSON as the API describes it.")
            return problem(request, ApiRefusal(status=error.status_code, code="request_not_valid", detail=detail))


def _not_valid(faults: list[dict[str, Any]]) -> ApiRefusal:
    """Name the fields that cannot be used; their values are not repeated."""
    found = [{"where": [str(step) for step in one.get("loc", ())], "message": sentence(one)} for one in faults]
    detail = " ".join(
        f"{one['where'][-1]}: {one['message']}" if one["where"] else str(one["message"]) for one in found
    )
    is_address = all(one["where"][:1] == ["query"] for one in found)
    status = HTTPStatus.BAD_REQUEST if is_address else HTTPStatus.UNPROCESSABLE_ENTITY
    return ApiRefusal(status=status, code="parameter_not_valid", detail=detail, data={"errors": found})
