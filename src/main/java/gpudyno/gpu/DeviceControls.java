package gpudyno.gpu;

import gpudyno.model.gpu.Control;
import gpudyno.model.gpu.ControlState;
import java.util.List;
import java.util.Map;

/// What of one GPU can be set, as its driver lets it. Every method may block in the driver for as long as the driver likes, and one thread at
/// a time calls them.
public interface DeviceControls {
    /// What can be set, where the driver tells the range of it; nothing while the device cannot be reached.
    ///
    /// @return states without knobs
    List<ControlState> read();

    /// Sets some of them, all or none.
    ///
    /// @param device id of the device that is meant; another one may stand in its place by now, and is left alone
    /// @param values in the controls' units, within their ranges
    /// @throws IllegalStateException if the driver refuses; the message says why, what to do, and how the device stands then
    void set(String device, Map<Control, Double> values);

    /// Gives power limit and clocks the driver's own default, also where another program has changed them.
    ///
    /// @throws IllegalStateException likewise
    void reset(String device);
}
