package gpudyno.gpu.why;

import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.Cause.Topic;
import gpudyno.model.meter.Meter;
import java.util.List;
import java.util.Set;

/// Recognises one cause. Stateless; its Javadoc names where its thresholds come from.
interface Rule {
    String id();

    Topic topic();

    /// The meters without which it says nothing.
    List<Meter> needs();

    /// Ids of the rules that say more than it does: it is silent for the time of theirs.
    Set<String> yieldsTo();

    /// What it finds on a device.
    List<Cause> causes(Course course);
}
