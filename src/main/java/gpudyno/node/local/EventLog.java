package gpudyno.node.local;

import gpudyno.model.OneLine;
import gpudyno.model.node.Event;
import gpudyno.model.node.Event.Severity;
import gpudyno.node.Journal;
import gpudyno.store.Store;
import gpudyno.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;

/// Events of a node. Each one is stored, sent to listeners, and logged as one line.
final class EventLog {
    private static final Logger LOG = System.getLogger("gpudyno.node");
    private static final int LISTED = 200;

    private final Store store;
    private final Recorder recorder;
    private final LocalChanges changes;

    EventLog(Store store, Recorder recorder, LocalChanges changes) {
        this.store = store;
        this.recorder = recorder;
        this.changes = changes;
        changes.standing(Journal.EVENTS, () -> new Journal.Events(latest()));
    }

    void say(Severity severity, String text) {
        Event event = new Event(Instant.now(), severity, text);
        LOG.log(severity == Severity.INFO ? Level.INFO : Level.WARNING, OneLine.of(text));
        try {
            store.events().add(event);
        } catch (StoreException _) {
            // The recorder tries again and reports the problem.
            recorder.write(to -> to.events().add(event));
        }
        changes.tell(Journal.EVENT, event);
    }

    /// Writes to the log alone.
    void log(String line) {
        LOG.log(Level.INFO, line);
    }

    /// Newest first.
    List<Event> latest() {
        return store.events().newest(LISTED);
    }
}
