package dev.heapcrest.spark;

import dev.heapcrest.cli.CommandFailure;
import dev.heapcrest.cli.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;

/** The driver of {@code spark-submit --class heapcrest.spark.Fleet}. */
public final class FleetCommand {
    private FleetCommand() {}

    /** Runs the job and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(execute(arguments, System.out::println, System.err::println));
    }

    private static int execute(String[] arguments, Consumer<String> out, Consumer<String> err) {
        if (List.of(arguments).contains("-h") || List.of(arguments).contains("--help")) {
            out.accept(FleetOptions.usage());
            return ExitCode.COMPLETE;
        }
        try {
            // before a cluster gives anything away for a command line that is wrong
            FleetOptions options = FleetOptions.of(arguments);
            ReadingRules.of(options);
            SparkConf conf = new SparkConf()
                    .setIfMissing("spark.app.name", "Heapcrest " + options.input)
                    // a slow task has a large capture, which another one would not read faster
                    .setIfMissing("spark.speculation", "false");
            try (JavaSparkContext spark = new JavaSparkContext(conf)) {
                return execute(spark, arguments, out, err);
            }
        } catch (CommandFailure e) {
            return failed(e, err);
        }
    }

    /** The same in a context that is there. */
    static int execute(JavaSparkContext spark, String[] arguments, Consumer<String> out, Consumer<String> err) {
        try {
            return new FleetJob(spark, arguments, out).run();
        } catch (CommandFailure e) {
            return failed(e, err);
        } catch (IOException e) {
            err.accept("The job failed: " + e);
            return ExitCode.FAILED;
        } catch (Exception e) {
            if (e instanceof SparkException || e instanceof IllegalStateException) {
                err.accept("The job failed: " + e.getMessage());
                return ExitCode.FAILED;
            }
            throw e;
        }
    }

    private static int failed(CommandFailure failure, Consumer<String> err) {
        err.accept(String.valueOf(failure.getMessage()));
        if (failure.exitCode() == ExitCode.USAGE) {
            err.accept("--help shows the options.");
        }
        return failure.exitCode();
    }
}
