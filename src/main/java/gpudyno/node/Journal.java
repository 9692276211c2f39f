package gpudyno.node;

import gpudyno.model.node.Event;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Recommendation;
import gpudyno.model.node.RecordKind;
import gpudyno.model.node.StoreContents;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A node's events, activity, health and profile. Errors are those of [Node].
public interface Journal {
    /// Recent events, sent to each new listener.
    Topic<Events> EVENTS = new Topic<>("events", Events.class);
    /// New events, one at a time.
    Topic<Event> EVENT = new Topic<>("event", Event.class);
    Topic<Busy> ACTIVITY = new Topic<>("activity", Busy.class);
    Topic<Recommendations> RECOMMENDATIONS = new Topic<>("recommendations", Recommendations.class);
    /// Sent when a module's state changes.
    Topic<Modules> READINESS = new Topic<>("readiness", Modules.class);
    Topic<Targets> TARGETS = new Topic<>("targets", Targets.class);

    /// Newest first.
    record Events(List<Event> events) {
        public Events {
            events = List.copyOf(events);
        }
    }

    /// @param activity the session or run that loads the node; null if there is none
    record Busy(@Nullable Activity activity) {}

    record Recommendations(List<Recommendation> recommendations) {
        public Recommendations {
            recommendations = List.copyOf(recommendations);
        }
    }

    record Modules(List<Readiness> modules) {
        public Modules {
            modules = List.copyOf(modules);
        }
    }

    /// @param profile id of the profile whose targets the node is compared with
    record Targets(String profile) {}

    /// A wish to keep more or less of a kind of record, as it came.
    ///
    /// @param limit as [RecordKind#per] counts
    record Keep(@Nullable RecordKind kind, @Nullable Long limit) {}

    /// The last events, newest first.
    List<Event> events();

    /// The session or run that loads the node now.
    Optional<Activity> activity();

    List<Recommendation> recommendations();

    /// The health of the modules, in the order of [gpudyno.model.target.Module].
    List<Readiness> readiness();

    /// What the node keeps of each kind of record, and the room it takes; a look at a large store takes a second or more.
    StoreContents contents();

    /// Keeps more or less of a kind of record from now on. What is too much is dropped bit by bit, beside other work.
    ///
    /// @param limit as [RecordKind#per] counts
    /// @throws IllegalArgumentException if it is not allowed
    void keep(RecordKind kind, long limit);

    /// The profile whose targets the node is compared with.
    String targets();

    void setTargets(String profile);
}
