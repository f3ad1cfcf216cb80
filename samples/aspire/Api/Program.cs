var app = WebApplication.CreateBuilder(args).Build();

app.MapGet("/", () => $"It is {DateTime.Now:T} at the API.");

app.Run();
