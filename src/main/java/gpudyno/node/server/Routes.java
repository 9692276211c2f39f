package gpudyno.node.server;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;

/// The routes of a node. A route that changes something names the role it needs where it is declared; one that reads needs a reader unless
/// it says otherwise.
final class Routes {
    private final RoutesConfig javalin;
    private final Commands commands;
    private final List<Route> all = new ArrayList<>();

    /// @param path with names in braces, as in `/api/loads/{id}`
    /// @param tells what its description holds besides
    record Route(HandlerType method, String path, Role role, Tells tells) {}

    Routes(RoutesConfig javalin, Commands commands) {
        this.javalin = javalin;
        this.commands = commands;
    }

    /// In the order in which they were declared.
    List<Route> all() {
        return List.copyOf(all);
    }

    void get(String path, Handler handler) {
        get(path, Role.READER, handler, Tells.NOTHING);
    }

    void get(String path, Handler handler, Tells tells) {
        get(path, Role.READER, handler, tells);
    }

    void get(String path, Role role, Handler handler, Tells tells) {
        add(HandlerType.GET, path, role, handler, tells);
    }

    void post(String path, Role role, Handler handler) {
        post(path, role, handler, Tells.NOTHING);
    }

    void post(String path, Role role, Handler handler, Tells tells) {
        add(HandlerType.POST, path, role, handler, tells);
    }

    void put(String path, Role role, Handler handler, Tells tells) {
        add(HandlerType.PUT, path, role, handler, tells);
    }

    void patch(String path, Role role, Handler handler, Tells tells) {
        add(HandlerType.PATCH, path, role, handler, tells);
    }

    /// Whatever changes something is a command, and runs once for each id that a caller gives it.
    private void add(HandlerType method, String path, Role role, Handler handler, Tells tells) {
        all.add(new Route(method, path, role, tells));
        boolean command = !method.equals(HandlerType.GET) && path.startsWith("/api/");
        javalin.addHttpHandler(method, path, command ? commands.once(handler) : handler, role);
    }
}
