package gpudyno.node;

import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobState;
import java.util.List;
import java.util.Map;

/// What can be turned on a node. Errors are those of [Node].
public interface Knobs {
    /// Where the knobs stand, after each change.
    Topic<States> STATES = new Topic<>("knobs", States.class);

    /// Where all knobs stand.
    record States(List<KnobState> knobs) {
        public States {
            knobs = List.copyOf(knobs);
        }
    }

    List<KnobState> states();

    /// Turns knobs, all or none.
    ///
    /// @param by who turns them, for the journal
    KnobChange turn(Map<String, ?> wanted, String by);
}
