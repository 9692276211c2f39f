package gpudyno.node.spread;

import gpudyno.model.load.RunRequest;
import gpudyno.model.load.RunTally;
import gpudyno.node.Node;
import java.time.Instant;
import java.util.Optional;

/// One of the generators of a spread load. Errors are those of [Node].
public interface Generator extends AutoCloseable {
    /// As the user named it.
    String name();

    /// What its machine's clock says.
    Instant clock();

    /// Checks a request as [#start] does; nothing is sent.
    void check(RunRequest request);

    /// @return the id of the run
    long start(RunRequest request);

    /// What it has measured; empty for nothing yet.
    Optional<RunTally> tally(long run);

    /// Why the run ended without figures; empty while it is on or has figures.
    Optional<String> failure(long run);

    void stop(long run);

    @Override
    void close();

    /// A node that sends. The node's own rules of what may be loaded hold.
    static Generator of(String name, Node node) {
        return new Generator() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Instant clock() {
                return node.runs().clock();
            }

            @Override
            public void check(RunRequest request) {
                node.runs().plan(request);
            }

            @Override
            public long start(RunRequest request) {
                return node.runs().start(request);
            }

            @Override
            public Optional<RunTally> tally(long run) {
                return node.runs().tally(run);
            }

            @Override
            public Optional<String> failure(long run) {
                return node.runs().run(run).map(one -> one.ended() != null && one.report() == null ? one.failure() : "")
                        .or(() -> Optional.of("it knows of no such run")).filter(text -> !text.isEmpty());
            }

            @Override
            public void stop(long run) {
                node.runs().stop(run);
            }

            @Override
            public void close() {
                node.close();
            }
        };
    }
}
