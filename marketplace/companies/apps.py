from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    name = "marketplace.companies"
    label = "companies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what the search finds, and what people do for their company."""
        from marketplace.accounts.groups import operators_see
        from marketplace.companies import acts, trail
        from marketplace.companies.documents import ProducerSource
        from search.documents import register

        register(ProducerSource())
        acts.register_all()
        trail.register_all()
        operators_see("companies")
