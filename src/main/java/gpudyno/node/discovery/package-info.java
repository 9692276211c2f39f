/// Where the nodes of a fleet are: a file, DNS or the endpoints of a Kubernetes service. A discovery is asked and answers with addresses; who
/// asks decides how often, and attaches or shows what is found.
///
/// DNS is asked through the JDK's own JNDI provider and Kubernetes through its plain REST API by OkHttp, which reaches nodes as well: a DNS
/// library or a Kubernetes client of some tens of megabytes would be there for one question each.
@NullMarked
package gpudyno.node.discovery;

import org.jspecify.annotations.NullMarked;
