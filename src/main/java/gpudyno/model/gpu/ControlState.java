package gpudyno.model.gpu;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// Something of a device that can be set, its range as the driver tells it, and where it stands.
///
/// @param device id of the device
/// @param knob id of the knob that sets it, such as `gpu.0.power.limit`
/// @param min least value, in the control's unit
/// @param max greatest value
/// @param value the present one
/// @param standard the driver's default; null where the driver does not tell
/// @param found the value before this node changed it; null while it has not
/// @param problem why it cannot be set and what to do; empty if it can
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ControlState(String device, Control control, String knob, double min, double max, double value, @Nullable Double standard,
        @Nullable Double found, String problem) {
    @JsonIgnore
    public boolean isAllowed() {
        return problem.isEmpty();
    }

    /// The same, seen by a node.
    ///
    /// @param found the value before the node changed it
    public ControlState of(String knob, @Nullable Double found) {
        return new ControlState(device, control, knob, min, max, value, standard, found, problem);
    }
}
