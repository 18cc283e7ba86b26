"""The scopes of the search's own tables."""

from femida.platform.access.scoping import Open, scope
from femida.platform.search.models import SearchEntry, SearchPart

scope(Open(SearchEntry, "looked into only together with the visible rows of the entry's own type"))
scope(Open(SearchPart, "names of sources and digests of triggers; no page reads it"))
