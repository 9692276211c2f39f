package gpudyno.report;

import gpudyno.model.alert.AlertRule;
import gpudyno.model.meter.Meter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A node's alert rules for a Prometheus that scrapes it. Hysteresis, inhibition and what absent data means stay the node's own; what cannot be
/// said there is left out and named.
public final class PrometheusExport {
    private PrometheusExport() {
    }

    /// @param document as JSON or YAML write it
    /// @param left rules that have no counterpart, with the reason
    public record Rules(Map<String, Object> document, List<String> left) {}

    /// @param meters the node has
    public static Rules rules(Collection<AlertRule> rules, Collection<Meter> meters) {
        PromQl language = new PromQl(meters);
        Map<String, List<Map<String, Object>>> groups = new LinkedHashMap<>();
        List<String> left = new ArrayList<>();
        for (AlertRule rule : rules) {
            if (!rule.on()) {
                continue;
            }
            try {
                groups.computeIfAbsent(rule.group(), _ -> new ArrayList<>()).add(rule(rule, language));
            } catch (IllegalArgumentException e) {
                left.add(rule.id() + ": " + e.getMessage());
            }
        }
        groups.values().removeIf(List::isEmpty);
        return new Rules(Map.of("groups", groups.entrySet().stream()
                .map(group -> ordered("name", "gpudyno-" + group.getKey(), "rules", group.getValue())).toList()), left);
    }

    private static Map<String, Object> rule(AlertRule rule, PromQl language) {
        return ordered("alert", name(rule.id()), "expr", language.condition(rule.condition(), rule.window()), "for", span(rule.holdFor()),
                "keep_firing_for", span(rule.keepFiring()), "labels",
                ordered("severity", rule.severity().name().toLowerCase(Locale.ROOT), "group", rule.group()), "annotations",
                ordered("summary", rule.title(), "description", rule.condition()));
    }

    /// `memory-critical` as GpuDynoMemoryCritical.
    private static String name(String id) {
        return "GpuDyno" + Arrays.stream(id.split("-")).map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    private static String span(Duration length) {
        return length.toSeconds() + "s";
    }

    static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put((String) pairs[i], pairs[i + 1]);
        }
        return all;
    }

    /// A configuration that scrapes nodes and reads the rules.
    ///
    /// @param targets host and port of each
    /// @param ruleFile beside the configuration
    public static Map<String, Object> configuration(List<String> targets, String ruleFile) {
        return ordered("global", ordered("scrape_interval", "5s"), "rule_files", List.of(ruleFile), "scrape_configs",
                List.of(ordered("job_name", "gpudyno", "static_configs", List.of(ordered("targets", targets)))));
    }
}
