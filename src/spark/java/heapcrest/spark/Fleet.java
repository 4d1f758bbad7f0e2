package heapcrest.spark;

import dev.heapcrest.spark.FleetCommand;

/** The name under which {@code spark-submit --class heapcrest.spark.Fleet} finds the job. */
public final class Fleet {
    private Fleet() {}

    /** Runs the job and exits with its code. */
    public static void main(String[] arguments) {
        FleetCommand.main(arguments);
    }
}
