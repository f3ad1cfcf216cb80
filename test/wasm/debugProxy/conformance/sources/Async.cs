namespace Suite;

public class Async
{
    private string name = "tea";

    public static async Task Run()
    {
        var made = new Async();
        await made.Locals(4);
        await made.Nested();
        await foreach (var number in Count(2))
        {
            Console.WriteLine(number); // stop: foreach
        }
        try
        {
            await Fail();
        }
        catch (InvalidOperationException error)
        {
            Console.WriteLine(error.Message); // stop: caught
        }
    }

    private async Task Locals(int number)
    {
        var text = "before";
        var tuple = (Name: "Bo", Age: 30);
        decimal price = 1.5m;
        var items = new List<Item> { new("tea", 2.5m, 2) };
        var running = Task.FromResult(8);
        var pending = new TaskCompletionSource<int>().Task;
        await Task.Yield();
        Console.WriteLine(text + number + tuple + price + items + running + pending + name); // stop: locals
    }

    private async Task Nested()
    {
        var outer = 1;
        var result = await Inner(outer);
        Console.WriteLine(result + outer); // stop: result
    }

    private static async Task<int> Inner(int given)
    {
        await Task.Delay(1);
        using var stream = new MemoryStream([1, 2, 3]);
        for (var i = 0; i < 1; i++)
        {
            var twice = given * 2;
            await Task.Yield();
            Console.WriteLine(twice + i + stream.Length); // stop: scope
        }
        return given + 1;
    }

    private static async IAsyncEnumerable<int> Count(int to)
    {
        for (var i = 1; i < to; i++)
        {
            await Task.Yield();
            yield return i; // stop: yield
        }
    }

    private static async Task Fail()
    {
        await Task.Yield();
        throw new InvalidOperationException("no tea", new ArgumentException("bad"));
    }
}
