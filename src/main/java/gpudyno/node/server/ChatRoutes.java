package gpudyno.node.server;

import gpudyno.serve.Call;
import gpudyno.serve.ChatGateway;
import gpudyno.serve.Outlet;
import io.javalin.http.Context;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/// Chat requests, which are passed on to an upstream server.
final class ChatRoutes {
    private ChatRoutes() {
    }

    static void map(Routes routes, ChatGateway chat, RequestBodies bodies, Doorkeeper doorkeeper) {
        for (String path : new String[]{"/v1/chat/completions", "/v1/completions"}) {
            routes.post(path, Role.CLIENT, doorkeeper.keyed(context -> bodies.answer(context, body -> pass(chat, path, body, context))),
                    Tells.takes(Exchange.OBJECT));
        }
    }

    private static void pass(ChatGateway chat, String path, byte[] body, Context context) throws IOException {
        String authorization = context.header("Authorization");
        try {
            chat.answer(path, Call.of(body, context::header), authorization == null ? "" : authorization, outlet(context));
        } catch (IOException e) {
            if (!context.res().isCommitted()) {
                throw e;
            }
            // An answer that broke off must not look like a whole one, so its connection is ended in the middle.
            ServletContextRequest.getServletContextRequest(context.req()).getConnectionMetaData().getConnection().getEndPoint().close();
        }
    }

    private static Outlet outlet(Context context) {
        return (status, headers) -> {
            headers.forEach(context::header);
            var response = context.res();
            response.setStatus(status);
            return response.getOutputStream();
        };
    }
}
