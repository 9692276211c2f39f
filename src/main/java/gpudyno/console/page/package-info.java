/// What the frame knows of a page.
@NullMarked
package gpudyno.console.page;

import org.jspecify.annotations.NullMarked;
