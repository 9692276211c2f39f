package gpudyno.tune.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import gpudyno.load.LengthDistribution;
import gpudyno.load.PromptSource;
import gpudyno.load.SharedPrefixes;
import gpudyno.model.knob.KnobType;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import gpudyno.tune.space.Parameter;
import gpudyno.tune.space.Rules;
import gpudyno.tune.space.Space;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final Set<String> SECTIONS = Set.of("launch", "environment", "port", "health", "startTimeout", "knobs", "constraints",
            "onlyIf", "load", "objective", "bounds", "pricePerHour");
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
                duration(root, "startTimeout", "5m"), space(root), load(required(root, "load")),
                goals(required(root, "objective")), root.path("pricePerHour").asDouble(0),
                root.has("bounds") ? Slo.parse(root.path("bounds").asText()) : List.of());
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
        if (node.isArray()) {
            List<Object> values = new ArrayList<>();
            node.forEach(value -> values.add(value(value)));
            return Parameter.of(name, values);
        }
        if (!node.isObject()) {
            throw new IllegalArgumentException("knob " + name + ": a list of values, or from and to, are needed");
        }
        known(node, RANGE, "knob " + name);
        JsonNode from = required(node, "from");
        JsonNode to = required(node, "to");
        KnobType.Scale scale = scale(name, node.path("scale").asText("linear"));
        boolean whole = from.isIntegralNumber() && to.isIntegralNumber();
        if (!from.isNumber() || !to.isNumber()) {
            throw new IllegalArgumentException("knob " + name + ": from " + from + " to " + to + " is no range of numbers");
        }
        int usual = whole && scale == KnobType.Scale.LINEAR ? Math.clamp(to.asLong() - from.asLong(), 1, 999) : 8;
        return Parameter.range(name, from.asDouble(), to.asDouble(), scale, whole, node.path("steps").asInt(usual));
    }

    private static KnobType.Scale scale(String knob, String name) {
        return switch (name) {
            case "linear" -> KnobType.Scale.LINEAR;
            case "log" -> KnobType.Scale.LOG;
            case "power-of-two" -> KnobType.Scale.POWER_OF_TWO;
            default -> throw new IllegalArgumentException("knob " + knob + ": scale is linear, log or power-of-two, got '" + name + "'");
        };
    }

    private static Object value(JsonNode node) {
        return node.isIntegralNumber()
                ? (Object) node.asLong()
                : node.isNumber() ? (Object) node.asDouble() : node.isBoolean() ? (Object) node.asBoolean() : node.asText();
    }

    private static Space space(JsonNode root) {
        List<Parameter> knobs = knobs(required(root, "knobs"));
        List<String> constraints = new ArrayList<>();
        root.path("constraints").forEach(constraint -> constraints.add(constraint.asText()));
        Map<String, String> conditions = new LinkedHashMap<>();
        root.path("onlyIf").properties().forEach(entry -> conditions.put(entry.getKey(), entry.getValue().asText()));
        return Space.where(knobs, Rules.of(knobs, constraints, conditions));
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

    private static List<Objective> goals(JsonNode node) {
        known(node, Set.of("maximize", "minimize", "pareto"), "objective");
        if (node.size() != 1) {
            throw new IllegalArgumentException("objective: one of maximize, minimize (with a meter) and pareto (with a list of meters) is"
                    + " needed; there are " + Objective.KNOWN);
        }
        if (node.has("pareto")) {
            List<Objective> goals = new ArrayList<>();
            node.path("pareto").forEach(meter -> goals.add(Objective.natural(meter.asText())));
            return goals;
        }
        boolean maximize = node.has("maximize");
        return List.of(new Objective(node.path(maximize ? "maximize" : "minimize").asText(), maximize));
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
