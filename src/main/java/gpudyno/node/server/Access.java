package gpudyno.node.server;

import gpudyno.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who may use a node: the holder of its own token, and the holders of issued tokens and API keys. Everything comes from files, and
/// [#reload] reads them again.
public final class Access implements AutoCloseable {
    private static final Logger LOG = System.getLogger("gpudyno.node");
    private static final String BEARER = "Bearer ";

    private final Path ownerFile;
    private final TokenFile issued;
    private final Map<String, Instant> lastUses = new ConcurrentHashMap<>();
    private final Map<String, KeyLimit> limits = new ConcurrentHashMap<>();
    private volatile ApiToken owner;
    private volatile Map<String, IssuedToken> byHash;
    private volatile boolean keysAreNeeded;

    /// @param ownerFile of the node's own token
    /// @param dataFolder where issued tokens are kept
    /// @throws StoreException if a file cannot be read
    public static Access at(Path ownerFile, Path dataFolder) {
        return new Access(ApiToken.at(ownerFile), ownerFile, TokenFile.in(dataFolder));
    }

    /// @param owner the node's own token
    static Access of(ApiToken owner, Path dataFolder) {
        return new Access(owner, owner.file(), TokenFile.in(dataFolder));
    }

    private Access(ApiToken owner, Path ownerFile, TokenFile issued) {
        this.owner = owner;
        this.ownerFile = ownerFile;
        this.issued = issued;
        byHash = Map.of();
        take(issued.load());
    }

    private void take(List<IssuedToken> tokens) {
        byHash = tokens.stream().filter(IssuedToken::isValid)
                .collect(Collectors.toUnmodifiableMap(IssuedToken::sha256, token -> token, (first, _) -> first));
        // Also after the last key was revoked: that must not open the model server to everyone.
        keysAreNeeded = tokens.stream().anyMatch(token -> token.role() == Role.CLIENT);
        limits.keySet().removeIf(hash -> !byHash.containsKey(hash));
    }

    /// The files that [#reload] reads.
    List<Path> files() {
        return List.of(ownerFile, issued.path());
    }

    /// Reads the files again; tokens that are gone or revoked are no longer valid. If a file cannot be read, all stays as it was.
    ///
    /// One reading at a time: an earlier one must not put back what a later one found revoked.
    ///
    /// @throws StoreException if a file cannot be read
    synchronized void reload() {
        ApiToken read = ApiToken.at(ownerFile);
        take(issued.load());
        owner = read;
    }

    /// The node's own token.
    public ApiToken owner() {
        return owner;
    }

    /// Whether requests to the model server need an API key: once one was made, revoked or not.
    boolean needsKeys() {
        return keysAreNeeded;
    }

    /// The caller that an `Authorization` header proves; empty if it proves none.
    Optional<Caller> caller(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            return Optional.empty();
        }
        ApiToken own = owner;
        String hash = TokenFile.sha256(authorization.substring(BEARER.length()));
        if (own.admits(authorization)) {
            return Optional.of(new Caller(Caller.OWNER, Role.OPERATOR, hash));
        }
        IssuedToken token = byHash.get(hash);
        if (token == null) {
            return Optional.empty();
        }
        lastUses.put(token.name(), Instant.now());
        return Optional.of(new Caller(token.name(), token.role(), hash));
    }

    /// Whether a caller's token is still valid, in the role that it had.
    boolean stillAdmits(Caller caller) {
        if (caller.name().equals(Caller.OWNER)) {
            return TokenFile.sha256(owner.text()).equals(caller.proof());
        }
        IssuedToken token = byHash.get(caller.proof());
        return token != null && token.role() == caller.role();
    }

    /// The limits of an API key; empty for callers without limits.
    Optional<KeyLimit> limit(Caller caller) {
        IssuedToken token = byHash.get(caller.proof());
        return token == null || token.role() != Role.CLIENT
                ? Optional.empty()
                : Optional.of(limits.computeIfAbsent(token.sha256(), _ -> new KeyLimit(token.rate(), token.concurrent())));
    }

    /// All issued tokens with their last use, revoked ones too.
    List<IssuedToken> list() {
        return issued.load().stream().map(token -> lastUses.containsKey(token.name()) ? token.usedAt(lastUses.get(token.name())) : token)
                .toList();
    }

    TokenFile.Made add(String name, Role role, Optional<Double> rate, Optional<Integer> concurrent) {
        TokenFile.Made made = issued.add(name, role, rate, concurrent);
        reload();
        return made;
    }

    void revoke(String name) {
        issued.revoke(name);
        reload();
    }

    /// Writes when tokens were used last, where that has changed.
    void keepLastUses() {
        Map<String, Instant> uses = new HashMap<>(lastUses);
        if (uses.isEmpty()) {
            return;
        }
        try {
            issued.used(uses);
            uses.forEach(lastUses::remove);
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "When tokens were used last was not written: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        keepLastUses();
    }
}
