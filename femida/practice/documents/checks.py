"""Invariants of documents."""

from femida.platform.core.verify import sql_check

_ALL = "SELECT count(*) FROM documents_document"

sql_check(
    "documents: the newest version is the one that lists show",
    count=_ALL,
    broken="""
        SELECT 'practice.document:' || d.id FROM documents_document d
         WHERE d.last_number IS DISTINCT FROM (
               SELECT max(v.number) FROM documents_documentversion v WHERE v.document_id = d.id)
            OR d.last_number <> (
               SELECT count(*) FROM documents_documentversion v WHERE v.document_id = d.id)
    """,
)
sql_check(
    "documents: files of versions hang on their documents",
    count="SELECT count(*) FROM documents_documentversion",
    broken="""
        SELECT 'documents.version:' || v.id FROM documents_documentversion v
          JOIN files_storedfile f ON f.id IN (v.file_id, v.pdf_id)
         WHERE f.object_type <> 'practice.document' OR f.object_id <> v.document_id
    """,
)
sql_check(
    "documents: files of versions are there",
    count="SELECT count(*) FROM documents_documentversion",
    broken="""
        SELECT 'documents.version:' || v.id FROM documents_documentversion v
          JOIN files_storedfile f ON f.id IN (v.file_id, v.pdf_id)
         WHERE f.removed_at IS NOT NULL
        UNION ALL
        SELECT 'documents.template:' || t.template_id FROM documents_templateversion t
          JOIN files_storedfile f ON f.id = t.file_id
         WHERE f.removed_at IS NOT NULL
    """,
)
