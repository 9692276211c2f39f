package gpudyno.gpu.why;

import gpudyno.model.gpu.Cause.Evidence;
import gpudyno.model.meter.Meter;
import java.util.ArrayList;
import java.util.List;

/// Collects evidence; a figure that is not known is left out.
final class Facts {
    private final List<Evidence> known = new ArrayList<>();

    Facts add(String what, double value, String unit) {
        if (Double.isFinite(value)) {
            known.add(new Evidence(what, value, unit));
        }
        return this;
    }

    /// @param meter whose unit the value has
    Facts add(String what, double value, Meter meter) {
        return add(what, value, meter.unit());
    }

    Evidence[] all() {
        return known.toArray(Evidence[]::new);
    }
}
