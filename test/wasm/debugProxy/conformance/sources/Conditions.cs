namespace Suite;

public static class Conditions
{
    public static async Task Run()
    {
        var items = new List<Item> { new("tea", 2.5m, 2), new("cup", 10m, 1), new("pot", 20m, 3) };
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            Visit(item, i);
            await VisitLater(item, i);
        }
    }

    private static void Visit(Item item, int index)
    {
        Console.WriteLine(item.Name + index); // stop: visit
    }

    private static async Task VisitLater(Item item, int index)
    {
        await Task.Yield();
        Console.WriteLine(item.Name + index); // stop: later
    }
}
