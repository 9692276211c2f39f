package gpudyno.gpu.drm;

import gpudyno.gpu.SysFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The processes that use GPUs, found through their open files. All are looked through every few seconds, and those that use a GPU every time.
///
/// All cards ask one object, which looks at most once in [#FRESH_NANOS].
final class Clients {
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(700);
    private static final long ALL_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MOST_FILES = 4096;

    private final Path proc;
    private final LongSupplier nanos;
    private Set<Long> users = Set.of();
    private Scan last = new Scan(0, Map.of(), true, Map.of());
    private long lastAll;
    private boolean allSeen = true;

    /// Work of a process on one card between two looks.
    ///
    /// @param bytes of memory; NaN if not told
    /// @param busy percent by engine; empty before the second look
    record Use(long pid, double bytes, Map<String, Double> busy) {}

    /// @param complete whether no process was closed to us: only then do sums over processes hold for the card
    private record Scan(long nanos, Map<List<Object>, Client> clients, boolean complete, Map<String, Map<Long, Use>> uses) {}

    /// Which processes use a card.
    ///
    /// @param complete whether all could be seen
    record OfCard(List<Use> uses, boolean complete) {}

    /// @param nanos a monotonic clock, in nanoseconds
    Clients(Path proc, LongSupplier nanos) {
        this.proc = proc;
        this.nanos = nanos;
    }

    /// @param card PCI address
    synchronized OfCard of(String card) {
        long now = nanos.getAsLong();
        if (last.nanos == 0 || now - last.nanos > FRESH_NANOS) {
            last = scan(now);
        }
        return new OfCard(List.copyOf(last.uses.getOrDefault(card, Map.of()).values()), last.complete);
    }

    private Scan scan(long now) {
        Map<List<Object>, Client> clients = new HashMap<>();
        Map<List<Object>, Long> owners = new HashMap<>();
        boolean all = last.nanos == 0 || now - lastAll > ALL_NANOS;
        if (all) {
            lastAll = now;
            allSeen = true;
        }
        Set<Long> found = new HashSet<>();
        for (long pid : all ? everyProcess() : List.copyOf(users)) {
            for (Client client : clientsOf(pid)) {
                found.add(pid);
                // A file that was handed on to a child counts for the first process that holds it.
                List<Object> key = client.id() >= 0 ? List.of(client.card(), client.id()) : List.of(client.card(), "pid", pid);
                clients.putIfAbsent(key, client);
                owners.putIfAbsent(key, pid);
            }
        }
        users = found;
        Map<String, Map<Long, Use>> uses = new HashMap<>();
        clients.forEach((key, client) -> {
            Client before = last.clients.get(key);
            Use use = new Use(owners.getOrDefault(key, 0L), client.bytes(),
                    before == null ? Map.of() : client.busy(before, now - last.nanos));
            uses.computeIfAbsent(client.card(), _ -> new HashMap<>()).merge(use.pid, use, Clients::together);
        });
        return new Scan(now, clients, allSeen, uses);
    }

    private static Use together(Use one, Use other) {
        Map<String, Double> busy = new HashMap<>(one.busy);
        other.busy.forEach((engine, percent) -> busy.merge(engine, percent, (a, b) -> Math.min(100, a + b)));
        double bytes = Double.isNaN(one.bytes) ? other.bytes : Double.isNaN(other.bytes) ? one.bytes : one.bytes + other.bytes;
        return new Use(one.pid, bytes, busy);
    }

    private List<Long> everyProcess() {
        List<Long> pids = new ArrayList<>();
        for (Path entry : SysFile.entries(proc)) {
            String name = String.valueOf(entry.getFileName());
            if (!name.isEmpty() && name.length() < 10 && name.chars().allMatch(Character::isDigit)) {
                pids.add(Long.parseLong(name));
            }
        }
        return pids;
    }

    private List<Client> clientsOf(long pid) {
        Path process = proc.resolve(String.valueOf(pid));
        List<Client> clients = new ArrayList<>();
        int seen = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fdinfo"))) {
            for (Path info : files) {
                if (++seen > MOST_FILES) {
                    break;
                }
                Client client = isOther(process.resolve("fd").resolve(String.valueOf(info.getFileName())))
                        ? null
                        : Client.read(SysFile.text(info));
                if (client != null) {
                    clients.add(client);
                }
            }
        } catch (AccessDeniedException e) {
            allSeen = false;
        } catch (IOException | DirectoryIteratorException e) {
            // The process has ended.
        }
        return clients;
    }

    /// Whether a file descriptor is of something else than a GPU.
    private static boolean isOther(Path descriptor) {
        try {
            return !Files.readSymbolicLink(descriptor).toString().startsWith("/dev/dri/");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
