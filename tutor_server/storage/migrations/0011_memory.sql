-- The memory module: what of earlier talks is worth knowing in the next one.
--
-- Sentences lie here sealed with the student's key; beside them only their embedding, so that the
-- nearest can be found. Written by the service from facts, and only while a consent for exactly
-- this stands; read by the student. Nothing of one student is ever compared with another's.

CREATE EXTENSION IF NOT EXISTS vector;

-- One row per student who has a memory: its lock, and since when everything before is forgotten.
CREATE TABLE memory_students (
    tenant text NOT NULL,
    student text PRIMARY KEY,
    forgotten_at timestamptz NOT NULL DEFAULT 'epoch',
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
ALTER TABLE memory_students ENABLE ROW LEVEL SECURITY;
ALTER TABLE memory_students FORCE ROW LEVEL SECURITY;
CREATE POLICY memory_students_own ON memory_students FOR ALL
    USING (app_is_service(tenant) OR app_is_student(tenant, student))
    WITH CHECK (app_is_service(tenant) OR app_is_student(tenant, student));

CREATE TABLE memory_pieces (
    tenant text NOT NULL,
    student text NOT NULL,
    piece text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('way', 'about', 'hard', 'promise', 'talked')),
    -- Keyed digest of the student and the words: what is said again is kept once.
    mark bytea NOT NULL CHECK (length(mark) = 32),
    -- Where it was said last: the session, its item ('' when it is no message), the fact.
    session text NOT NULL,
    item text NOT NULL,
    student_seq bigint NOT NULL,
    times integer NOT NULL DEFAULT 1 CHECK (times >= 1),
    sealed bytea NOT NULL,
    embedding vector(384) NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (student, piece),
    UNIQUE (student, mark),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
-- A student has at most a few thousand, so the nearest is found exactly, without an approximate
-- index that would mix students.
CREATE INDEX memory_pieces_newest ON memory_pieces (student, student_seq DESC);
CREATE INDEX memory_pieces_by_age ON memory_pieces (tenant, at);
ALTER TABLE memory_pieces ENABLE ROW LEVEL SECURITY;
ALTER TABLE memory_pieces FORCE ROW LEVEL SECURITY;
CREATE POLICY memory_pieces_read ON memory_pieces FOR SELECT USING (
    app_is_operator(tenant) OR app_is_student(tenant, student) OR app_guards(tenant, student)
);
CREATE POLICY memory_pieces_write ON memory_pieces FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));
-- Whoever may withdraw the consent, and the student, may let it be forgotten.
CREATE POLICY memory_pieces_forget ON memory_pieces FOR DELETE USING (
    app_is_operator(tenant) OR app_is_student(tenant, student) OR app_guards(tenant, student)
);

-- A withdrawn consent erases in the same transaction: there is no moment in which one is withdrawn
-- and the memory still there.
CREATE FUNCTION memory_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM memory_pieces WHERE tenant = NEW.tenant AND student = NEW.person;
    RETURN NULL;
END $$;
CREATE TRIGGER consents_memory_withdrawn AFTER UPDATE OF withdrawn_at ON consents
    FOR EACH ROW
    WHEN (NEW.purpose = 'memory' AND OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL)
    EXECUTE FUNCTION memory_withdrawn();
