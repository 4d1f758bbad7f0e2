package dev.heapcrest.merge;

import org.apiguardian.api.API;

/**
 * The highest sum of the heaps of several captures at one instant: what was really held together. The sum of their peaks
 * is higher, as each reached its own at another time.
 *
 * @param bytes the highest sum at a memory sample of any of them
 * @param boundBytes no instant can have held more
 * @param millis when it was, ms since 1970 UTC; of equal sums the last
 * @param captures how many captures take part: those with memory samples whose clock was not set back
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PeakOfSum(long bytes, long boundBytes, long millis, long captures) {}
