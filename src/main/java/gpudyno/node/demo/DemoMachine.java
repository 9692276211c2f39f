package gpudyno.node.demo;

import java.util.List;
import java.util.Map;

/// A machine of the demo fleet.
///
/// @param gpus a [gpudyno.gpu.simulated.SimulationPlan], with the faults of the machine
/// @param load what it is asked for and what it can do
/// @param version of GPU Dyno that it runs; empty for this one
/// @param knobs that do not stand as usual
record DemoMachine(String name, Map<String, String> labels, String gpus, Load load, Reach reach, String version,
        Map<String, Object> knobs) {
    /// @param rate requests per second that arrive
    /// @param capacity items per second that its backend computes at batch 16 and full clocks
    /// @param millis of one backend call at that batch
    /// @param hits part of the items that a cache of 64 MiB answers
    record Load(double rate, double capacity, double millis, double hits) {}

    /// How a console reaches it.
    enum Reach {
        ALWAYS,
        /// A frame now and then.
        FLAKY,
        NEVER
    }

    private static final String A100 = "name: A100 80GB, memory: 80GiB, power: {idle: 55, full: 395, limit: 400}, clock: {idle: 210, full: 1410}";
    private static final String H100 = "name: H100 80GB, memory: 80GiB, power: {idle: 70, full: 650, limit: 700}, clock: {idle: 345, full: 1980}";
    private static final String RTX = "name: RTX 4090, memory: 24GiB, power: {idle: 22, full: 440, limit: 450}, clock: {idle: 210, full: 2520}";
    private static final String L40S = "name: L40S, memory: 48GiB, power: {idle: 35, full: 330, limit: 350}, clock: {idle: 210, full: 2520}";
    private static final String A10 = "name: A10, memory: 24GiB, power: {idle: 20, full: 148, limit: 150}, clock: {idle: 210, full: 1695}";
    private static final String ORIN = "name: Orin 16GB, memory: 16GiB, power: {idle: 6, full: 38, limit: 40}, clock: {idle: 114, full: 918}";
    private static final String L4 = "name: L4, memory: 24GiB, power: {idle: 12, full: 70, limit: 72}, clock: {idle: 210, full: 2040}";
    private static final String T4 = "name: T4, memory: 16GiB, power: {idle: 10, full: 69, limit: 70}, clock: {idle: 300, full: 1590}";

    DemoMachine {
        labels = Map.copyOf(labels);
        knobs = Map.copyOf(knobs);
    }

    /// Eleven machines; the twelfth node of the fleet is this one.
    static List<DemoMachine> all() {
        return List.of(
                machine("lab-a100", "lab", "research", new Load(212, 40, 95, 0.88), gpu(A100, "40GiB", ""), gpu(A100, "38GiB", "")),
                tuned(machine("lab-h100", "lab", "research", new Load(318, 52, 50, 0.9), gpu(H100, "42GiB", "")),
                        Map.of("serve.batch.maxSize", 32, "serve.batch.maxDelay", 3, "cache.maxBytes", 128L << 20)),
                machine("lab-4090", "lab", "research", new Load(62, 20, 140, 0.87),
                        gpu(RTX, "13GiB", "{kind: heat, at: 12m, celsius: 42}")),
                machine("fra-1", "fra", "search", new Load(164, 31, 110, 0.88), gpu(L40S, "26GiB", ""), gpu(L40S, "25GiB", "")),
                machine("fra-2", "fra", "search", new Load(158, 28, 112, 0.89), gpu(L40S, "27GiB", ""), gpu(L40S, "25GiB", "")),
                // More arrives than it can compute, and something else takes its memory.
                machine("fra-3", "fra", "search", new Load(190, 36, 120, 0.72), gpu(L40S, "35GiB", ""), gpu(L40S, "28GiB", "")),
                machine("fra-4", "fra", "ads", new Load(149, 27, 140, 0.88), gpu(A10, "13GiB", "{kind: ecc, at: 14m, count: 2}"),
                        gpu(A10, "12GiB", "")),
                machine("fra-5", "fra", "ads", new Load(0.1, 25, 100, 0.9), gpu(L40S, "8GiB", "")),
                older(machine("edge-orin", "edge", "kiosk", new Load(24, 20, 150, 0.62), gpu(ORIN, "6GiB", ""))),
                reached(machine("edge-l4", "edge", "kiosk", new Load(31, 6, 130, 0.88), gpu(L4, "11GiB", "")), Reach.FLAKY),
                reached(machine("edge-t4", "edge", "kiosk", new Load(20, 5, 150, 0.88), gpu(T4, "8GiB", "")), Reach.NEVER));
    }

    /// @param others memory that other programs take
    /// @param fault in the form of a plan; empty for none
    private static String gpu(String card, String others, String fault) {
        return "{" + card + ", faults: [{kind: memory, at: 0s, bytes: " + others
                + ", within: 5s, pid: 4211, command: model-server, user: ml}"
                + (fault.isEmpty() ? "" : ", " + fault) + "]}";
    }

    private static DemoMachine machine(String name, String site, String owner, Load load, String... gpus) {
        return new DemoMachine(name, Map.of("site", site, "owner", owner),
                "{seed: " + Math.abs(name.hashCode() % 1000) + ", gpus: [" + String.join(", ", gpus) + "]}", load, Reach.ALWAYS, "",
                Map.of());
    }

    private static DemoMachine older(DemoMachine one) {
        return new DemoMachine(one.name, one.labels, one.gpus, one.load, one.reach, "0.0.9", one.knobs);
    }

    private static DemoMachine reached(DemoMachine one, Reach how) {
        return new DemoMachine(one.name, one.labels, one.gpus, one.load, how, one.version, one.knobs);
    }

    private static DemoMachine tuned(DemoMachine one, Map<String, Object> knobs) {
        return new DemoMachine(one.name, one.labels, one.gpus, one.load, one.reach, one.version, knobs);
    }

    long seed() {
        return name.hashCode();
    }
}
