package gpudyno.gpu.why;

import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.Cause.Topic;
import gpudyno.model.meter.Meter;
import java.util.List;
import java.util.Set;

/// Recognises one cause. Stateless; its Javadoc names where its thresholds come from.
interface Rule {
    /// @param id such as `power-cap`
    /// @param needs the meters without which it says nothing
    /// @param yieldsTo ids of the rules that say more than it does: it is silent for the time of theirs
    record About(String id, Topic topic, List<Meter> needs, Set<String> yieldsTo) {}

    About about();

    /// What it finds on a device.
    List<Cause> causes(Course course);
}
