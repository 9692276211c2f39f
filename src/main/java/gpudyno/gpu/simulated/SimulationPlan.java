package gpudyno.gpu.simulated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import gpudyno.gpu.simulated.Fault.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which GPUs are simulated, and what goes wrong with them. The text of a plan is YAML:
///
/// ```yaml
/// seed: 7                       # the same seed and load give the same course
/// gpus:
///   - name: Datacenter 80 GB    # shown with (simulated) after it
///     memory: 80GiB
///     power: {idle: 70, full: 650, limit: 700}     # watts
///     clock: {idle: 345, full: 1980}               # MHz
///     ambient: 25               # degrees of the air
///     load:                     # optional script; without it the GPU does what the node serves
///       - {at: 0s, busy: 0.9, batch: 16}
///     faults:                   # each from `at`, for a time with `for`, else for good
///       - {kind: power-cap, at: 1m, for: 5m, watts: 300}
///       - {kind: heat, at: 2m, celsius: 30}
///       - {kind: power-brake, at: 2m, for: 30s}
///       - {kind: idle-clocks, at: 2m}
///       - {kind: pcie, at: 0s, generation: 3, lanes: 8}
///       - {kind: ecc, at: 3m, count: 2}
///       - {kind: ecc-corrected, at: 3m, count: 40}
///       - {kind: xid, at: 3m, number: 31, count: 3}
///       - {kind: lost, at: 4m, for: 1m, xid: 79}
///       - {kind: leak, at: 0s, perMinute: 100MiB, pid: 4211, command: python, user: ana}
///       - {kind: memory, at: 5m, bytes: 18GiB, within: 40s, pid: 4212, command: python, user: ana}
/// ```
///
/// Everything but `gpus` may be left out; so may every part of a GPU and of a fault, except `kind` and `at`.
public final class SimulationPlan {
    private static final int MOST_BYTES = 1 << 16;
    private static final int MOST_CARDS = 16;
    private static final int MOST_LISTED = 100;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)\\s*(MiB|GiB|MB|GB)");
    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*(ms|s|m|h)");
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).maxDocumentLength(MOST_BYTES).build()).build());
    private static final Set<String> OF_FAULT = Set.of("kind", "at", "for", "watts", "celsius", "generation", "lanes", "count", "number",
            "xid", "perMinute", "bytes", "within", "pid", "command", "user");

    private final long seed;
    private final List<SimulatedCard> cards;

    private SimulationPlan(long seed, List<SimulatedCard> cards) {
        this.seed = seed;
        this.cards = List.copyOf(cards);
    }

    /// Two cards without faults.
    public static SimulationPlan standard() {
        return read("gpus: [{name: Datacenter 80 GB}, {name: Workstation 24 GB, memory: 24GiB,"
                + " power: {idle: 22, full: 380, limit: 350}, clock: {idle: 210, full: 2520}}]");
    }

    /// @throws IllegalArgumentException naming what is wrong and what is allowed
    public static SimulationPlan read(String yaml) {
        if (yaml.length() > MOST_BYTES) {
            throw new IllegalArgumentException("a simulation has at most " + MOST_BYTES + " characters, got " + yaml.length());
        }
        JsonNode root;
        try {
            root = YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no valid YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
        }
        only(root, "the file", Set.of("seed", "gpus"));
        JsonNode gpus = root.path("gpus");
        if (!gpus.isArray() || gpus.isEmpty() || gpus.size() > MOST_CARDS) {
            throw new IllegalArgumentException("gpus must be a list of 1 to " + MOST_CARDS + " GPUs");
        }
        List<SimulatedCard> cards = new ArrayList<>();
        for (JsonNode gpu : gpus) {
            cards.add(card(gpu, "gpus[" + cards.size() + "]"));
        }
        return new SimulationPlan((long) number(root, "the file", "seed", 1, 0, 1e15), cards);
    }

    long seed() {
        return seed;
    }

    List<SimulatedCard> cards() {
        return cards;
    }

    private static SimulatedCard card(JsonNode gpu, String at) {
        only(gpu, at, Set.of("name", "memory", "power", "clock", "ambient", "load", "faults"));
        JsonNode power = gpu.path("power");
        JsonNode clock = gpu.path("clock");
        only(power, at + ".power", Set.of("idle", "full", "limit"));
        only(clock, at + ".clock", Set.of("idle", "full"));
        double idle = number(power, at + ".power", "idle", 70, 1, 2000);
        double idleClock = number(clock, at + ".clock", "idle", 345, 50, 5000);
        NavigableMap<Double, SimulatedLoad> script = new TreeMap<>();
        for (JsonNode part : list(gpu, at, "load")) {
            only(part, at + ".load", Set.of("at", "busy", "batch"));
            script.put(time(part, at + ".load", "at", 0), new SimulatedLoad(number(part, at + ".load", "busy", 1, 0, 1),
                    number(part, at + ".load", "batch", 8, 0, 10_000)));
        }
        List<Fault> faults = new ArrayList<>();
        for (JsonNode fault : list(gpu, at, "faults")) {
            faults.add(fault(fault, at + ".faults[" + faults.size() + "]"));
        }
        return new SimulatedCard(text(gpu, at, "name", "GPU"), size(gpu, at, "memory", 80.0 * (1L << 30)), idle,
                number(power, at + ".power", "full", 650, idle + 1, 5000), number(power, at + ".power", "limit", 700, idle + 1, 5000),
                idleClock, number(clock, at + ".clock", "full", 1980, idleClock + 1, 10_000), number(gpu, at, "ambient", 25, -20, 60),
                script, faults);
    }

    private static Fault fault(JsonNode fault, String at) {
        only(fault, at, OF_FAULT);
        Kind kind = kind(text(fault, at, "kind", ""), at);
        if (!fault.has("at")) {
            throw new IllegalArgumentException(at + ".at is missing: a time such as 30s");
        }
        double from = time(fault, at, "at", 0);
        double to = from + time(fault, at, "for", Double.POSITIVE_INFINITY);
        Fault.Taker process = new Fault.Taker((long) number(fault, at, "pid", 4211, 1, 1e9), text(fault, at, "command", "python"),
                text(fault, at, "user", "user"));
        double amount = switch (kind) {
            case POWER_CAP -> number(fault, at, "watts", 300, 1, 5000);
            case HEAT -> number(fault, at, "celsius", 30, 0, 200);
            case PCIE -> number(fault, at, "generation", 3, 1, 6);
            case ECC, ECC_CORRECTED -> number(fault, at, "count", 1, 1, 1e6);
            case XID -> number(fault, at, "number", 31, 1, 1000);
            case LOST -> number(fault, at, "xid", 79, 0, 1000);
            case LEAK -> size(fault, at, "perMinute", 100.0 * (1L << 20));
            case MEMORY -> size(fault, at, "bytes", 18.0 * (1L << 30));
            case POWER_BRAKE, IDLE_CLOCKS -> 0;
        };
        double more = switch (kind) {
            case PCIE -> number(fault, at, "lanes", 8, 1, 32);
            case XID -> number(fault, at, "count", 1, 1, 100);
            case MEMORY -> time(fault, at, "within", 10);
            default -> 0;
        };
        return new Fault(kind, from, to, amount, more, process);
    }

    private static Kind kind(String word, String at) {
        return Arrays.stream(Kind.values()).filter(kind -> kind.word().equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(at + ".kind must be one of "
                        + Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", ")) + "; got '" + shortened(word)
                        + "'"));
    }

    private static void only(JsonNode node, String at, Set<String> known) {
        if (node.isMissingNode()) {
            return;
        }
        if (!node.isObject()) {
            throw new IllegalArgumentException(at + " must hold " + String.join(", ", new TreeSet<>(known)));
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        at + " has no '" + shortened(name) + "'; it may hold " + String.join(", ", new TreeSet<>(known)));
            }
        });
    }

    private static List<JsonNode> list(JsonNode node, String at, String name) {
        JsonNode listed = node.path(name);
        if (!listed.isMissingNode() && (!listed.isArray() || listed.size() > MOST_LISTED)) {
            throw new IllegalArgumentException(at + "." + name + " must be a list of at most " + MOST_LISTED);
        }
        List<JsonNode> all = new ArrayList<>();
        listed.forEach(all::add);
        return all;
    }

    private static String text(JsonNode node, String at, String name, String otherwise) {
        String text = node.path(name).asText(otherwise);
        if (text.length() > 80 || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(at + "." + name + " must be one line of at most 80 characters");
        }
        return text;
    }

    private static double number(JsonNode node, String at, String name, double otherwise, double least, double most) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isNumber() || !(value.asDouble() >= least && value.asDouble() <= most)) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s.%s must be a number from %.6g to %.6g, got %s", at, name, least,
                            most, shortened(value.asText())));
        }
        return value.asDouble();
    }

    /// In bytes.
    private static double size(JsonNode node, String at, String name, double otherwise) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        Matcher size = SIZE.matcher(value.asText());
        if (!size.matches()) {
            throw new IllegalArgumentException(
                    at + "." + name + " must be a size such as 18GiB or 100MiB, got " + shortened(value.asText()));
        }
        return Double.parseDouble(size.group(1)) * switch (size.group(2)) {
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            case "MB" -> 1e6;
            default -> 1e9;
        };
    }

    /// In seconds.
    private static double time(JsonNode node, String at, String name, double otherwise) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        Matcher time = TIME.matcher(value.asText());
        if (!time.matches()) {
            throw new IllegalArgumentException(at + "." + name + " must be a time such as 30s or 5m, got " + shortened(value.asText()));
        }
        return Double.parseDouble(time.group(1)) * switch (time.group(2)) {
            case "ms" -> 1e-3;
            case "s" -> 1;
            case "m" -> 60;
            default -> 3600;
        };
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + " ...";
    }
}
