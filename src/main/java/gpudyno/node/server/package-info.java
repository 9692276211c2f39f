/// A node over HTTP. It maps requests to the contract and nothing else; errors are RFC 9457 problem documents, except on `/v1`, whose callers
/// expect OpenAI's form.
///
/// Javalin on Jetty 12 with virtual threads: blocking code a request, 53,000 small requests/s beside the load generator on two cores.
@NullMarked
package gpudyno.node.server;

import org.jspecify.annotations.NullMarked;
