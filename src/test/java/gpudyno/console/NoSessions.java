package gpudyno.console;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.SessionSummary;
import gpudyno.node.DocumentFormat;
import gpudyno.node.Sessions;
import java.util.List;
import java.util.Optional;

/// A script without sessions.
public class NoSessions implements Sessions {
    @Override
    public long start(SessionRequest request) {
        throw new IllegalStateException("the script has no session");
    }

    @Override
    public void resume(long id) {
        throw new IllegalStateException("the script has no session");
    }

    @Override
    public List<SessionSummary> list() {
        return List.of();
    }

    @Override
    public Optional<SessionReport> report(long id) {
        return Optional.empty();
    }

    @Override
    public String document(long id, DocumentFormat format) {
        return "session " + id + " as " + format.extension();
    }

    @Override
    public void stop(long id) {
        // No session runs in the script.
    }

    @Override
    public KnobChange applyBest(long id) {
        return new KnobChange(Configuration.EMPTY, Configuration.EMPTY, "script");
    }

    @Override
    public KnobChange rollBack(long id) {
        return new KnobChange(Configuration.EMPTY, Configuration.EMPTY, "script");
    }
}
