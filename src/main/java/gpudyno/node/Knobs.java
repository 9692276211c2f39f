package gpudyno.node;

import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.knob.KnobState;
import java.util.List;
import java.util.Map;

/// A node's knobs, which are its settings. Errors are those of [Node].
public interface Knobs {
    /// The values of the knobs, sent after each change.
    Topic<States> STATES = new Topic<>("knobs", States.class);

    /// The values of all knobs.
    record States(List<KnobState> knobs) {
        public States {
            knobs = List.copyOf(knobs);
        }
    }

    List<KnobState> states();

    /// Sets knobs: either all of them or none.
    ///
    /// @param by who sets them, for the journal
    KnobChange turn(Map<String, ?> wanted, String by);

    /// The versions of the knobs, newest first; the first is where they stand now. Empty until somebody turns one.
    ///
    /// @param most from 1 to [KnobSet#MOST]
    List<KnobSet> past(int most);
}
