package gpudyno.cli;

import gpudyno.node.server.IssuedToken;
import gpudyno.node.server.Role;
import gpudyno.node.server.TokenFile;
import gpudyno.store.DataFolder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Changes the file of tokens in the data folder; a node that runs on that folder takes the change over within a second.
@Command(name = "token", description = "Make, list and revoke the tokens of this machine's node, and the API keys of its model server. A running node takes changes over within a second.", mixinStandardHelpOptions = true)
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

    @Command(name = "add", description = "Make a token and print it, once.", mixinStandardHelpOptions = true)
    Integer add(@Parameters(paramLabel = "NAME", description = "What to call it, such as laptop.") String name,
            @Option(names = "--role", paramLabel = "ROLE", defaultValue = "READER", description = "reader: reads everything and changes nothing (default); operator: may do everything; client: an API key of the model server (/v1) alone. Once there is an API key, /v1 is closed to callers without one.") Given role,
            @Option(names = "--rate", paramLabel = "R", description = "Requests a second that an API key may send at most.") @Nullable Double rate,
            @Option(names = "--concurrent", paramLabel = "N", description = "Requests that an API key may have in progress at once.") @Nullable Integer concurrent) {
        TokenFile.Made made = file().add(name, role.role, Optional.ofNullable(rate), Optional.ofNullable(concurrent));
        System.out.println(made.text());
        return Exit.FINISHED;
    }

    @Command(name = "list", description = "List the tokens with their roles and when they were used last.", mixinStandardHelpOptions = true)
    Integer list() {
        List<IssuedToken> tokens = file().load();
        if (tokens.isEmpty()) {
            System.out.println("No tokens but the node's own.");
        }
        for (IssuedToken token : tokens) {
            String limits = token.rate().map(rate -> ", at most " + rate + "/s").orElse("")
                    + token.concurrent().map(most -> ", at most " + most + " at once").orElse("");
            System.out.println(token.name() + "  " + token.role().name().toLowerCase(Locale.ROOT) + limits + "  made " + token.created()
                    + token.lastUsed().map(at -> "  used last " + at).orElse("  never used")
                    + token.revoked().map(at -> "  REVOKED " + at).orElse(""));
        }
        return Exit.FINISHED;
    }

    @Command(name = "revoke", description = "End a token's validity; what is open by it is cut off.", mixinStandardHelpOptions = true)
    Integer revoke(@Parameters(paramLabel = "NAME", description = "The token's name.") String name) {
        file().revoke(name);
        System.out.println("Revoked " + name + ".");
        return Exit.FINISHED;
    }
}
