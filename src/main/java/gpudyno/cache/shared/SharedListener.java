package gpudyno.cache.shared;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// L1, as the shared tier sees it. Called from threads of connections: answers at once.
public interface SharedListener {
    /// Forget these keys: they were replaced or deleted through another node.
    void drop(List<String> keys);

    /// Forget everything: what has changed is not known.
    void dropAll();

    /// Let no entry grow older than this, those that are there included; empty lets them live as they were to.
    void boundAge(Optional<Duration> most);
}
