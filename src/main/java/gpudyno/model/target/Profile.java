package gpudyno.model.target;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A named set of targets and of modules that are on.
///
/// @param id for the command line, such as `option-2`
/// @param title for people, such as `Option 2`
/// @param label the completion the profile is known by, such as `95 %`; a name, not a measurement; empty for none
public record Profile(String id, String title, String label, List<Target> targets, Set<Module> modules) {
    public Profile {
        targets = List.copyOf(targets);
        modules = Set.copyOf(modules);
    }

    /// Title and label: `Option 2 · 95 %`.
    public String name() {
        return label.isEmpty() ? title : title + " · " + label;
    }

    /// The target on a meter, if the profile sets one.
    public Optional<Target> target(String meter) {
        return targets.stream().filter(target -> target.meter().equals(meter)).findFirst();
    }
}
