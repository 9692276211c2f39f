package gpudyno.cli;

import gpudyno.model.net.Pairing;
import gpudyno.node.NodeUnreachableException;
import gpudyno.node.remote.RemoteTokens;
import gpudyno.node.server.Role;
import gpudyno.node.server.TokenFile;
import gpudyno.store.DataFolder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Changes the file of tokens in the data folder; a node that runs on that folder takes the change over within a second.
@Command(name = "token", description = "Make, list and revoke the tokens of a node, this machine's without --node, and the API keys of its model server. A running node takes changes over within a second.", mixinStandardHelpOptions = true)
final class TokenCommand implements Runnable {
    /// The roles that can be given.
    enum Given {
        READER(Role.READER),
        OPERATOR(Role.OPERATOR),
        CLIENT(Role.CLIENT);

        private final Role role;

        Given(Role role) {
            this.role = role;
        }
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(),
                "add, list or revoke is needed; `gpudyno token --help` says more");
    }

    private static TokenFile file() {
        return TokenFile.in(DataFolder.platformDefault());
    }

    /// What is asked of a node that runs elsewhere.
    private interface Asking {
        void of(RemoteTokens tokens);
    }

    private static int remotely(Pairing node, Asking asking) {
        try (RemoteTokens tokens = new RemoteTokens(node)) {
            asking.of(tokens);
            return Exit.FINISHED;
        } catch (NodeUnreachableException e) {
            System.err.println("gpudyno: " + e.getMessage());
            return Exit.UNREACHABLE;
        }
    }

    @Command(name = "add", description = "Make a token and print it, once.", mixinStandardHelpOptions = true)
    Integer add(@Mixin NodeAccess node, @Parameters(paramLabel = "NAME", description = "What to call it, such as laptop.") String name,
            @Option(names = "--role", paramLabel = "ROLE", defaultValue = "READER", description = "reader: reads everything and changes nothing (default); operator: may do everything; client: an API key of the model server (/v1) alone. Once there is an API key, /v1 is closed to callers without one.") Given role,
            @Option(names = "--rate", paramLabel = "R", description = "Requests a second that an API key may send at most.") @Nullable Double rate,
            @Option(names = "--concurrent", paramLabel = "N", description = "Requests that an API key may have in progress at once.") @Nullable Integer concurrent)
            throws SetupException {
        Optional<Pairing> there = node.tokened();
        if (there.isPresent()) {
            return remotely(there.get(), tokens -> System.out.println(tokens.add(name, role.name().toLowerCase(Locale.ROOT),
                    Optional.ofNullable(rate), Optional.ofNullable(concurrent))));
        }
        System.out.println(file().add(name, role.role, Optional.ofNullable(rate), Optional.ofNullable(concurrent)).text());
        return Exit.FINISHED;
    }

    @Command(name = "list", description = "List the tokens with their roles and when they were used last.", mixinStandardHelpOptions = true)
    Integer list(@Mixin NodeAccess node) throws SetupException {
        Optional<Pairing> there = node.tokened();
        return there.isPresent()
                ? remotely(there.get(), tokens -> print(tokens.list()))
                : print(file().load().stream()
                        .map(token -> new RemoteTokens.Listed(token.name(), token.role().name().toLowerCase(Locale.ROOT),
                                token.created(), token.lastUsed(), token.revoked(), token.rate(), token.concurrent()))
                        .toList());
    }

    private static int print(List<RemoteTokens.Listed> tokens) {
        if (tokens.isEmpty()) {
            System.out.println("No tokens but the node's own.");
        }
        for (RemoteTokens.Listed token : tokens) {
            String limits = token.rate().map(rate -> ", at most " + rate + "/s").orElse("")
                    + token.concurrent().map(most -> ", at most " + most + " at once").orElse("");
            System.out.println(token.name() + "  " + token.role() + limits + "  made " + token.created()
                    + token.lastUsed().map(at -> "  used last " + at).orElse("  never used")
                    + token.revoked().map(at -> "  REVOKED " + at).orElse(""));
        }
        return Exit.FINISHED;
    }

    @Command(name = "revoke", description = "End a token's validity; what is open by it is cut off.", mixinStandardHelpOptions = true)
    Integer revoke(@Mixin NodeAccess node, @Parameters(paramLabel = "NAME", description = "The token's name.") String name)
            throws SetupException {
        Optional<Pairing> there = node.tokened();
        int status = Exit.FINISHED;
        if (there.isPresent()) {
            status = remotely(there.get(), tokens -> tokens.revoke(name));
        } else {
            file().revoke(name);
        }
        if (status == Exit.FINISHED) {
            System.out.println("Revoked " + name + ".");
        }
        return status;
    }
}
