"""Invariants of services."""

from femida.platform.core.verify import sql_check

sql_check(
    "services: a service in use is taxed in a known way",
    count="SELECT count(*) FROM services_service WHERE is_active",
    broken="""
        SELECT 'practice.service:' || s.id FROM services_service s
         WHERE s.is_active AND NOT EXISTS (SELECT 1 FROM services_servicevat v WHERE v.service_id = s.id)
    """,
)
sql_check(
    "services: every taxed line has a rate on its first day",
    count="SELECT count(*) FROM services_servicevat",
    broken="""
        SELECT 'practice.service:' || v.service_id FROM services_servicevat v
         WHERE v.kind <> 'none' AND NOT EXISTS (
               SELECT 1 FROM services_vatrate r WHERE r.kind = v.kind AND r.valid_from <= v.valid_from)
    """,
)
