-- Flight records: what a session's reducer was given, to replay a fault.
--
-- Only of students with a standing consent for it, sealed with their key, for days and not months.
-- A record comes in chunks as the session goes on. Written by the service alone.

CREATE TABLE flight_chunks (
    tenant text NOT NULL,
    student text NOT NULL,
    session text NOT NULL,
    -- Of the session's owner that flew it: another owner begins another record.
    epoch integer NOT NULL,
    -- Number of the chunk's first event, counted from the owner's first.
    first bigint NOT NULL CHECK (first >= 0),
    events integer NOT NULL CHECK (events > 0),
    -- Begins with a whole state, so that the chunks before it can be dropped.
    begins boolean NOT NULL,
    sealed bytea NOT NULL,
    at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > at),
    PRIMARY KEY (session, epoch, first),
    FOREIGN KEY (tenant, student, session) REFERENCES sessions (tenant, student, id)
);
CREATE INDEX flight_chunks_of_student ON flight_chunks (student);
CREATE INDEX flight_chunks_by_age ON flight_chunks (tenant, at);
ALTER TABLE flight_chunks ENABLE ROW LEVEL SECURITY;
ALTER TABLE flight_chunks FORCE ROW LEVEL SECURITY;
CREATE POLICY flight_chunks_read ON flight_chunks FOR SELECT USING (
    app_is_operator(tenant)
    OR app_is_student(tenant, student)
    OR app_guards(tenant, student)
    OR app_teacher_may_read(tenant, student)
);
CREATE POLICY flight_chunks_write ON flight_chunks FOR INSERT WITH CHECK (app_is_service(tenant));
-- Whoever may withdraw the consent may remove what was kept by it.
CREATE POLICY flight_chunks_erase ON flight_chunks FOR DELETE USING (
    app_is_operator(tenant) OR app_guards(tenant, student)
);

-- A consent that ends takes its records with it, in the same transaction. A chunk is only written
-- under a lock on the standing consent, so none can come after.
CREATE FUNCTION forget_flights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM flight_chunks WHERE tenant = NEW.tenant AND student = NEW.person;
    RETURN NULL;
END
$$;
CREATE TRIGGER consents_forget_flights AFTER UPDATE OF withdrawn_at ON consents
    FOR EACH ROW WHEN (NEW.purpose = 'flight_record' AND NEW.withdrawn_at IS NOT NULL)
    EXECUTE FUNCTION forget_flights();
