namespace Suite;

public class StockException(string message, int missing) : Exception(message)
{
    public int Missing { get; } = missing;
}

public static class Exceptions
{
    public static Task Run()
    {
        string? nothing = null;
        var numbers = new[] { 1 };
        object boxed = "text";
        var zero = 0;
        try
        {
            Take(3);
        }
        catch (StockException error)
        {
            Console.WriteLine($"{error}{nothing}{numbers}{boxed}{zero}"); // stop: caught
        }
        try
        {
            Take(0);
        }
        catch (Exception error) when (error.InnerException is not null)
        {
            Console.WriteLine(error); // stop: filtered
        }
        finally
        {
            Console.WriteLine(zero); // stop: finally
        }
        return Task.CompletedTask;
    }

    private static void Take(int count)
    {
        try
        {
            if (count > 0) throw new StockException("sold out", count);
            var none = Array.Empty<int>();
            Console.WriteLine(none[count]);
        }
        catch (IndexOutOfRangeException inner)
        {
            throw new InvalidOperationException("wrong", inner);
        }
    }
}
