package gpudyno.tune.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import gpudyno.load.LengthDistribution;
import gpudyno.load.PromptSource;
import gpudyno.load.SharedPrefixes;
import gpudyno.load.Slo;
import gpudyno.model.load.Scenario;
import gpudyno.tune.space.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a command plan from YAML. Every mistake is named with its place.
public final class CommandPlanFile {
    /// Characters of a file.
    public static final int MOST = 1 << 20;
    private static final int MOST_VALUES = 1000;
    private static final Set<String> SECTIONS = Set.of("launch", "environment", "port", "health", "startTimeout", "knobs", "load",
            "objective", "bounds");
    private static final Set<String> LOAD = Set.of("api", "model", "scenario", "rate", "connections", "duration", "warmup", "inputTokens",
            "outputTokens", "timeout");
    private static final Set<String> RANGE = Set.of("from", "to", "scale", "steps");
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m)");
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(16).maxDocumentLength(MOST).build()).build());

    private CommandPlanFile() {
    }

    /// @throws IllegalArgumentException saying what is wrong and what is allowed
    public static CommandPlan parse(String text) {
        JsonNode root = tree(text);
        known(root, SECTIONS, "the file");
        List<String> words = new ArrayList<>();
        required(root, "launch").forEach(word -> words.add(word.asText()));
        Map<String, String> environment = new LinkedHashMap<>();
        root.path("environment").properties().forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
        return new CommandPlan(new LaunchTemplate(words), environment, root.path("port").asInt(0), root.path("health").asText("/health"),
                duration(root, "startTimeout", "5m"), knobs(required(root, "knobs")), load(required(root, "load")),
                objective(required(root, "objective")), root.has("bounds") ? Slo.parse(root.path("bounds").asText()) : List.of());
    }

    private static JsonNode tree(String text) {
        if (text.length() > MOST) {
            throw new IllegalArgumentException("it is larger than " + (MOST >> 10) + " KiB");
        }
        try {
            JsonNode root = YAML.readTree(text);
            if (root == null || !root.isObject()) {
                throw new IllegalArgumentException("it is no YAML mapping with launch, knobs, load and objective");
            }
            return root;
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new IllegalArgumentException("not valid YAML" + place + ": " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
        }
    }

    private static JsonNode required(JsonNode node, String name) {
        if (node.path(name).isMissingNode() || node.path(name).isNull()) {
            throw new IllegalArgumentException(name + ": is needed and was not given");
        }
        return node.path(name);
    }

    private static void known(JsonNode node, Set<String> names, String where) {
        node.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "'" + name + "' is not known in " + where + "; there are " + names.stream().sorted().toList());
            }
        });
    }

    // Knobs

    private static List<Parameter> knobs(JsonNode node) {
        List<Parameter> knobs = new ArrayList<>();
        node.properties().forEach(entry -> knobs.add(knob(entry.getKey(), entry.getValue())));
        if (knobs.isEmpty()) {
            throw new IllegalArgumentException("knobs: the search space is empty, there is no knob");
        }
        return knobs;
    }

    private static Parameter knob(String name, JsonNode node) {
        List<Object> values = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(value -> values.add(value(value)));
        } else if (node.isObject()) {
            known(node, RANGE, "knob " + name);
            values.addAll(range(name, node));
        } else {
            throw new IllegalArgumentException("knob " + name + ": a list of values, or from and to, are needed");
        }
        boolean numbers = values.stream().allMatch(Number.class::isInstance);
        if (numbers) {
            values.sort(Comparator.comparingDouble(value -> ((Number) value).doubleValue()));
        }
        return new Parameter(name, values, numbers);
    }

    private static Object value(JsonNode node) {
        return node.isIntegralNumber() ? (Object) node.asLong() : node.isNumber() ? (Object) node.asDouble() : node.asText();
    }

    /// `{from, to}` with a scale: linear in `steps` steps (of one, where they are whole), log in `steps` steps, or powers of two.
    private static List<Object> range(String name, JsonNode node) {
        JsonNode from = required(node, "from");
        JsonNode to = required(node, "to");
        String scale = node.path("scale").asText("linear");
        double low = from.asDouble();
        double high = to.asDouble();
        boolean whole = from.isIntegralNumber() && to.isIntegralNumber();
        if (!from.isNumber() || !to.isNumber() || !(low <= high) || !scale.equals("linear") && low <= 0) {
            throw new IllegalArgumentException("knob " + name + ": from " + from + " to " + to + " is no range on a " + scale + " scale");
        }
        int steps = node.path("steps").asInt(whole && scale.equals("linear") ? (int) Math.min(high - low, MOST_VALUES) : 8);
        if (steps < 1 || steps >= MOST_VALUES) {
            throw new IllegalArgumentException("knob " + name + ": steps lie from 1 to " + (MOST_VALUES - 1) + ", got " + steps);
        }
        Set<Object> values = new java.util.LinkedHashSet<>();
        switch (scale) {
            case "power-of-two" -> {
                for (long value = Math.max(1, Long.highestOneBit((long) low)); value <= high && value > 0; value <<= 1) {
                    if (value >= low) {
                        values.add(value);
                    }
                }
            }
            case "linear", "log" -> {
                for (int i = 0; i <= steps; i++) {
                    double share = i / (double) steps;
                    double value = scale.equals("log") ? low * Math.pow(high / low, share) : low + (high - low) * share;
                    values.add(whole ? (Object) Math.round(value) : (Object) (Math.round(value * 1e6) / 1e6));
                }
            }
            default -> throw new IllegalArgumentException(
                    "knob " + name + ": scale is linear, log or power-of-two, got '" + scale + "'");
        }
        return List.copyOf(values);
    }

    // Load

    private static TrialLoad load(JsonNode node) {
        known(node, LOAD, "load");
        Duration duration = duration(node, "duration", "10s");
        Scenario scenario = switch (node.path("scenario").asText("")) {
            case "closed" -> new Scenario.ClosedLoop(required(node, "connections").asInt(), duration);
            case "poisson" -> new Scenario.Poisson(required(node, "rate").asDouble(), duration);
            case "find-max" -> new Scenario.FindMax(required(node, "rate").asDouble(), duration);
            default -> throw new IllegalArgumentException(
                    "load.scenario: closed (with connections), poisson or find-max (with rate) is needed, got "
                            + node.path("scenario").asText("none"));
        };
        PromptSource prompts = PromptSource.synthetic(LengthDistribution.parse(node.path("inputTokens").asText("256")),
                LengthDistribution.parse(node.path("outputTokens").asText("128")), SharedPrefixes.NONE);
        return new TrialLoad(node.path("api").asText("openai-chat"), required(node, "model").asText(), scenario,
                duration(node, "warmup", "2s"), prompts, duration(node, "timeout", "60s"));
    }

    private static Objective objective(JsonNode node) {
        known(node, Set.of("maximize", "minimize"), "objective");
        if (node.size() != 1) {
            throw new IllegalArgumentException("objective: one of maximize and minimize is needed, with a meter; there are "
                    + Objective.KNOWN);
        }
        boolean maximize = node.has("maximize");
        return new Objective(node.path(maximize ? "maximize" : "minimize").asText(), maximize);
    }

    private static Duration duration(JsonNode node, String name, String usual) {
        String text = node.path(name).asText(usual);
        Matcher match = DURATION.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(name + ": '" + text + "' is not a duration; write 250ms, 10s or 5m");
        }
        double seconds = Double.parseDouble(match.group(1)) * switch (match.group(2)) {
            case "ms" -> 0.001;
            case "s" -> 1;
            default -> 60;
        };
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
