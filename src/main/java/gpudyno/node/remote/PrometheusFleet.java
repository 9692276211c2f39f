package gpudyno.node.remote;

import gpudyno.model.fleet.FleetNode;
import gpudyno.model.fleet.FleetNode.About;
import gpudyno.model.fleet.FleetNode.Alerts;
import gpudyno.model.fleet.FleetNode.Hardware;
import gpudyno.model.fleet.FleetNode.Link;
import gpudyno.model.fleet.FleetNode.Serving;
import gpudyno.model.fleet.Latencies;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.net.Address;
import gpudyno.model.target.JudgedWindow;
import gpudyno.model.target.Profiles;
import gpudyno.node.FleetServer;
import gpudyno.node.NodeUnreachableException;
import gpudyno.node.remote.PrometheusServer.Found;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Nodes as a Prometheus-compatible server has scraped them. A reading is four questions however many nodes there are, and two more once a part
/// of the course has passed. One thread at a time reads.
public final class PrometheusFleet implements FleetServer {
    /// Labels of `gpudyno_node_info` that are no operator's.
    private static final Set<String> OWN = Set.of("__name__", "instance", "job", "name", "version", "model", "targets");
    private static final double MILLIS = 1000;

    private final PrometheusServer server;
    private final Optional<Path> headers;
    private Map<String, double[]> courses = Map.of();
    private double[] course = {};
    private long courseOf = -1;

    /// @param headers see [PrometheusServer]
    public PrometheusFleet(Address address, Optional<Path> headers) {
        server = new PrometheusServer(address, headers);
        this.headers = headers;
    }

    @Override
    public String address() {
        return server.toString();
    }

    @Override
    public Optional<String> headersFile() {
        return headers.map(Path::toString);
    }

    @Override
    public synchronized Reading read(Duration range, int parts) {
        Instant now = Instant.now();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // The server works on all questions at once.
            Future<List<Found>> nodes = threads.submit(() -> server.query(FleetQueries.nodes(), now));
            Future<List<Found>> answering = threads.submit(() -> server.query(FleetQueries.up(), now));
            Future<List<Found>> counted = threads.submit(() -> server.query(FleetQueries.buckets(), now));
            Future<List<Found>> told = threads.submit(() -> server.query(FleetQueries.figures(), now));
            refreshCourses(now, range, parts, threads);
            return reading(now, parts, answer(nodes), answer(answering), answer(counted), answer(told));
        }
    }

    private static List<Found> answer(Future<List<Found>> question) {
        try {
            return question.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NodeUnreachableException why) {
                throw new NodeUnreachableException(String.valueOf(why.getMessage()), why);
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeUnreachableException("interrupted while the fleet's server was asked", e);
        }
    }

    private Reading reading(Instant now, int parts, List<Found> known, List<Found> answering, List<Found> counted, List<Found> told) {
        Map<String, Double> up = new HashMap<>();
        answering.forEach(one -> up.put(instance(one), one.last()));
        Map<String, Map<Double, Double>> buckets = new HashMap<>();
        counted.forEach(one -> buckets.computeIfAbsent(instance(one), _ -> new TreeMap<>())
                .put(bound(one.labels().getOrDefault("le", "")), one.last()));
        Map<String, Map<String, Found>> figures = new HashMap<>();
        told.forEach(one -> figures.computeIfAbsent(instance(one), _ -> new HashMap<>()).put(one.labels().getOrDefault("figure", ""), one));
        double[] unknown = new double[parts];
        Arrays.fill(unknown, Double.NaN);
        // One node that was started anew under another version is two series for a while.
        Map<String, Found> byInstance = new TreeMap<>();
        known.forEach(one -> byInstance.put(instance(one), one));
        return new Reading(now, byInstance.values().stream().map(one -> {
            String id = instance(one);
            return node(one, up.getOrDefault(id, 0.0) > 0, latencies(buckets.getOrDefault(id, Map.of())),
                    new Told(figures.getOrDefault(id, Map.of())), courses.getOrDefault(id, unknown));
        }).toList(), course);
    }

    private static String instance(Found one) {
        return one.labels().getOrDefault("instance", "");
    }

    private static double bound(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : MILLIS * Double.parseDouble(text);
    }

    private void refreshCourses(Instant now, Duration range, int parts, ExecutorService threads) {
        Duration part = range.dividedBy(parts);
        long at = now.getEpochSecond() / Math.max(1, part.toSeconds());
        if (at == courseOf && course.length == parts) {
            return;
        }
        Instant end = Instant.ofEpochSecond(at * Math.max(1, part.toSeconds()));
        Instant from = end.minus(part.multipliedBy(parts - 1L));
        Map<String, double[]> read = new HashMap<>();
        Future<List<Found>> merging = threads.submit(() -> server.range(FleetQueries.p95(List.of(), part.toSeconds()), from, end, part));
        server.range(FleetQueries.p95(List.of("instance"), part.toSeconds()), from, end, part)
                .forEach(one -> read.put(instance(one), spaced(one, from, part, parts)));
        List<Found> all = answer(merging);
        double[] merged = new double[parts];
        Arrays.fill(merged, Double.NaN);
        course = all.isEmpty() ? merged : spaced(all.getFirst(), from, part, parts);
        courses = read;
        courseOf = at;
    }

    private static double[] spaced(Found one, Instant from, Duration part, int parts) {
        double[] spaced = new double[parts];
        Arrays.fill(spaced, Double.NaN);
        one.values().forEach((seconds, value) -> {
            int place = (int) Math.round((seconds - from.getEpochSecond()) / part.toSeconds());
            if (place >= 0 && place < parts) {
                spaced[place] = MILLIS * value;
            }
        });
        return spaced;
    }

    /// @param counts up to each bound, which is how Prometheus counts
    private static Latencies latencies(Map<Double, Double> counts) {
        double[] bounds = counts.keySet().stream().mapToDouble(Double::doubleValue).toArray();
        if (bounds.length == 0 || bounds[bounds.length - 1] != Double.POSITIVE_INFINITY) {
            return Latencies.NONE;
        }
        double[] each = counts.values().stream().mapToDouble(Double::doubleValue).toArray();
        for (int i = each.length - 1; i > 0; i--) {
            // Extrapolated growths of neighbours may differ a little the wrong way.
            each[i] = Math.max(0, each[i] - each[i - 1]);
        }
        return new Latencies.Buckets(bounds, each);
    }

    /// @param found by the words of [FleetQueries#figures]
    private record Told(Map<String, Found> found) {
        double of(String figure) {
            Found one = found.get(figure);
            return one == null ? Double.NaN : one.last();
        }

        double orNone(String figure) {
            return Double.isNaN(of(figure)) ? 0 : of(figure);
        }
    }

    private static FleetNode node(Found known, boolean up, Latencies latencies, Told told, double[] course) {
        Map<String, String> all = known.labels();
        Map<String, String> labels = new TreeMap<>(all);
        labels.keySet().removeAll(OWN);
        String instance = instance(known);
        String name = all.getOrDefault("name", "");
        int gpus = (int) told.orNone("gpus");
        return new FleetNode(instance, name.isEmpty() ? instance : name, labels,
                new About(all.getOrDefault("version", ""), all.getOrDefault("model", ""),
                        gpus == 0 ? "" : gpus == 1 ? "1 GPU" : gpus + " GPUs",
                        Double.NaN),
                up
                        ? new Link(Link.State.CONNECTED, Duration.ZERO, "scraped")
                        : new Link(Link.State.LOST, Duration.ZERO, "not scraped"),
                Profiles.named(all.getOrDefault("targets", "")), new Serving(window(told, latencies), latencies, told.of("energy")),
                hardware(told, gpus), new Alerts((int) told.orNone("alerts"), told.orNone("critical") > 0), course);
    }

    private static JudgedWindow window(Told told, Latencies latencies) {
        Map<String, Double> figures = new TreeMap<>();
        double requests = told.orNone("ok") + told.orNone("errors");
        double items = told.orNone("hits") + told.orNone("misses") + told.orNone("coalesced");
        put(figures, DerivedMeters.MEMORY_PERCENT, told.of("memory"));
        put(figures, DerivedMeters.CACHE_HIT_PERCENT, 100 * told.orNone("hits") / items);
        put(figures, DerivedMeters.LATENCY_P95, latencies.percentile(95));
        put(figures, DerivedMeters.ERRORS_PERCENT, 100 * told.orNone("errors") / requests);
        put(figures, DerivedMeters.THROUGHPUT, told.of("ok") / FleetQueries.WINDOW_SECONDS);
        put(figures, DerivedMeters.OFFERED, told.of("arrivals") / FleetQueries.WINDOW_SECONDS);
        return new JudgedWindow(figures, requests);
    }

    private static void put(Map<String, Double> figures, String id, double value) {
        if (Double.isFinite(value)) {
            figures.put(id, value);
        }
    }

    private static Hardware hardware(Told told, int gpus) {
        Found busiest = told.found.get("busiest");
        return new Hardware(gpus, told.of("memoryUsed"), told.of("memoryTotal"), told.of("power"), told.of("powerLimit"),
                busiest == null
                        ? Optional.empty()
                        : Optional.of(new Hardware.Busiest(busiest.labels().getOrDefault("device", "GPU"), busiest.last())),
                told.orNone("thermal") > 0 ? "thermal" : told.orNone("throttled") > 0 ? "hardware" : "");
    }
}
