/// A node over HTTP. It maps requests to the contract and nothing else; errors are RFC 9457 problem documents, except on `/v1`, whose callers
/// expect OpenAI's form.
///
/// Javalin on Jetty 12 with virtual threads: blocking code a request, 53,000 small requests/s beside the load generator on two cores.
///
/// Other servers were tried with the same answer of an embedding from the cache. CPU microseconds a request, two cores, over loopback: Javalin
/// with all checks of this package 28; Jetty's core handlers without servlets 18 to 23; Helidon WebServer 4.3 14.5; Netty 4.2 12 on its event loops
/// and 15.7 with a virtual thread a request. Jetty stays: its limits for slow headers and bodies, connections and streams are those that
/// `packaging/bench/attack` has tried, and with Netty they would be our own code. What it costs is an answer from the cache at about half the rate
/// of nginx.
///
/// Who may do what is told where routes are declared ([Routes]): each names a [Role], and the description at `/openapi.json` is made from the same
/// declarations. The schemas in it come from Jackson's own view of the records, because a library of schemas would have to be taught how this mapper
/// writes times, durations and optional fields, and could then differ from it.
@NullMarked
package gpudyno.node.server;

import org.jspecify.annotations.NullMarked;
