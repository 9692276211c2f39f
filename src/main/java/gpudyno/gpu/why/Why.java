package gpudyno.gpu.why;

import gpudyno.model.gpu.Cause;
import java.util.List;

/// Says why GPUs were slow, full or gone in a period.
public final class Why {
    private Why() {
    }

    /// In the order of their begin, each once.
    public static List<Cause> causes(Period period) {
        return List.of();
    }
}
