package gpudyno.console.frame;

import gpudyno.model.node.NodeInfo;
import gpudyno.node.ProgramVersion;
import java.util.Map;
import java.util.Optional;

/// The difference between the console's version and that of a node, in words.
final class Skew {
    private static final ProgramVersion OWN = ProgramVersion.own();
    /// What pages ask of a node, by their titles: names of its contracts. A page that is not here asks for nothing in particular.
    private static final Map<String, String> NEEDS = Map.of("Load", "runs", "Tune", "sessions", "GPU", "gpus", "Alerts", "alerting",
            "Cache",
            "cache", "Traces", "traces", "Cost", "cost", "Settings", "knobs");

    private Skew() {
    }

    /// Why a page can show nothing of a node; empty if it can.
    static Optional<String> lacks(String page, String node, NodeInfo told) {
        String needed = NEEDS.get(page);
        if (needed == null || told.capabilities().contains(needed)) {
            return Optional.empty();
        }
        String why = age(told).isEmpty() ? "" : ": it runs GPU Dyno " + shortened(told.version());
        String remedy = age(told).equals("older") ? " Update GPU Dyno there to " + OWN.text() + "." : "";
        return Optional.of(node + " has nothing for the page " + page + why + "." + remedy);
    }

    /// The node's version, and whether it is older or newer than the console.
    static String version(NodeInfo told) {
        String age = age(told);
        return "GPU Dyno " + shortened(told.version()) + (age.isEmpty() ? "" : " · " + age + " than this console, " + OWN.text());
    }

    private static String age(NodeInfo told) {
        int order = new ProgramVersion(told.version()).compareTo(OWN);
        return order < 0 ? "older" : order > 0 ? "newer" : "";
    }

    private static String shortened(String version) {
        return version.length() > 24 ? version.substring(0, 24) + " ..." : version;
    }
}
