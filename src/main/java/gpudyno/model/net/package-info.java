/// Addresses of HTTP servers as people write them.
@NullMarked
package gpudyno.model.net;

import org.jspecify.annotations.NullMarked;
