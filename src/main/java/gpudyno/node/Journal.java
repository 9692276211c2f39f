package gpudyno.node;

import gpudyno.model.node.Event;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Recommendation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a node says of itself. Errors are those of [Node].
public interface Journal {
    /// What happened lately, told to who begins to listen.
    Topic<Events> EVENTS = new Topic<>("events", Events.class);
    /// What happens, one by one.
    Topic<Event> EVENT = new Topic<>("event", Event.class);
    Topic<Busy> ACTIVITY = new Topic<>("activity", Busy.class);
    Topic<Recommendations> RECOMMENDATIONS = new Topic<>("recommendations", Recommendations.class);
    /// Told when a module's state changes.
    Topic<Modules> READINESS = new Topic<>("readiness", Modules.class);
    Topic<Targets> TARGETS = new Topic<>("targets", Targets.class);

    /// Newest first.
    record Events(List<Event> events) {
        public Events {
            events = List.copyOf(events);
        }
    }

    /// @param activity what loads the node; null where nothing does
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

    /// @param profile id of the profile the node is judged by
    record Targets(String profile) {}

    /// The last events, newest first.
    List<Event> events();

    /// What loads the node now.
    Optional<Activity> activity();

    List<Recommendation> recommendations();

    /// How the modules are doing, in the order of [gpudyno.model.target.Module].
    List<Readiness> readiness();

    /// Which profile the node is judged by.
    String targets();

    void setTargets(String profile);
}
