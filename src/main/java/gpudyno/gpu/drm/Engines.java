package gpudyno.gpu.drm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Kinds of engines by the names that drivers give them: amdgpu `gfx`, `compute`, `dec`; i915 `render`, `compute`, `video`; xe `rcs`, `ccs`,
/// `vcs`.
enum Engines {
    /// What runs kernels and shaders.
    COMPUTE("gfx.*|compute.*|render|rcs|ccs"),
    VIDEO("dec.*|video|vcs|vcn.*");

    private final Pattern names;

    Engines(String names) {
        this.names = Pattern.compile(names);
    }

    /// Percent of the time in which such engines worked for a process, at most 100; NaN if not told.
    double of(Clients.Use use) {
        double sum = use.busy().entrySet().stream().filter(entry -> names.matcher(entry.getKey()).matches())
                .mapToDouble(Map.Entry::getValue).sum();
        return use.busy().isEmpty() ? Double.NaN : Math.min(100, sum);
    }

    /// Percent of the time in which the busiest of such engines worked for all processes together; NaN if nothing is told.
    double busiest(List<Clients.Use> uses) {
        Map<String, Double> sums = new HashMap<>();
        uses.forEach(use -> use.busy().forEach((engine, percent) -> {
            if (names.matcher(engine).matches()) {
                sums.merge(engine, percent, Double::sum);
            }
        }));
        double greatest = sums.values().stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        return greatest > 100 ? 100 : greatest;
    }
}
